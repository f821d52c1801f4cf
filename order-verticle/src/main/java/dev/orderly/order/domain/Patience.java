package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.order.domain.Decision.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long orders may stay where they are, and what is to be done about those that stay longer.
 *
 * @param flow how the shop runs its saga
 * @param deadline of what others have to decide; after half of it, and every half again, the last word is repeated
 * @param paid of an order that waits for its hand-over
 * @param shipped of an order that is under way
 */
public record Patience(Flow flow, Duration deadline, Duration paid, Duration shipped) {

    /** The time between two looks at an order that somebody should have answered. */
    public Duration half() {
        return deadline.dividedBy(2);
    }

    /** How old an order is that the sweeper may have passed: well below the half, so that none slips through between the two. */
    public Duration young() {
        return half().dividedBy(2);
    }

    /** Whether time alone would do something to the order, now or later. */
    public boolean isRestless(Order order) {
        return isRepeated(order) || speaks(order, Cause.DEADLINE);
    }

    /** How long after its move the order is looked at first. */
    public Duration firstLook(Order order) {
        return isRepeated(order) ? half() : limit(order.status());
    }

    /** How long after this look the next one is due; none when there is nothing more to be said. */
    public Optional<Duration> nextLook(Look look) {
        Order order = look.order();
        Duration left = limit(order.status()).minus(look.age());
        boolean isBefore = left.compareTo(Duration.ZERO) > 0 && speaks(order, Cause.DEADLINE);
        if (!isRepeated(order)) {
            return Optional.of(left).filter(later -> isBefore);
        }
        return Optional.of(isBefore && left.compareTo(half()) < 0 ? left : half());
    }

    /**
     * The rows of the table that a look brings. An order is given up only when its last word was repeated within the deadline before, so
     * that whatever kept everybody silent, the sweeper included, is over.
     */
    public List<Cause> causes(Look look) {
        Order order = look.order();
        if (look.age().compareTo(limit(order.status())) < 0) {
            return List.of(Cause.HALF_DEADLINE);
        }
        Decision late = order.decide(Cause.DEADLINE, flow);
        if (late == Verdict.ALARM) {
            return List.of(Cause.DEADLINE, Cause.HALF_DEADLINE);
        }
        return List.of(look.asked() && late instanceof Decision.Move ? Cause.DEADLINE : Cause.HALF_DEADLINE);
    }

    private boolean isRepeated(Order order) {
        return speaks(order, Cause.HALF_DEADLINE);
    }

    private boolean speaks(Order order, Cause cause) {
        Decision decision = order.decide(cause, flow);
        return decision != Verdict.NOTE && decision != Verdict.NEVER;
    }

    private Duration limit(Status status) {
        return switch (status) {
            case PAID -> flow.fulfilment() == Fulfilment.NONE ? deadline : paid;
            case SHIPPED -> shipped;
            default -> deadline;
        };
    }
}
