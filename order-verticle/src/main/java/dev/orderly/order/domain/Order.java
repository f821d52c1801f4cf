package dev.orderly.order.domain;

import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.ShippingEvent.OrderDelivered;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.order.domain.Decision.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order as far as decisions about it go.
 *
 * @param version rises by one with every move; the sequence of the events that announce it
 * @param reason why it is dead
 * @param paymentId the payment that was told of
 * @param isOld whether it was placed so long ago that the sweeper may have passed it
 */
public record Order(
        UUID id,
        String customerId,
        Status status,
        int version,
        Optional<String> reason,
        Facts facts,
        Optional<UUID> paymentId,
        long totalMinor,
        String currency,
        boolean isOld) {

    /** What this does to the order, move by move; exactly one step when it does not move. */
    public List<Step> hear(Heard heard, Flow flow) {
        Order informed = informedBy(heard);
        Decision decision = StateTable.decide(heard.cause(), informed.situation(flow));
        if (decision == Verdict.REFUSED || decision == Verdict.SETTLED) {
            return List.of(new Step(heard, this, this, decision));
        }
        return informed.follow(decision, heard);
    }

    /** What an event that is on record already does: at most it is answered again. */
    public List<Step> hearAgain(Heard heard, Flow flow) {
        Decision decision = decide(heard.cause(), flow);
        return decision.repeated().isEmpty() ? List.of() : List.of(new Step(heard, this, this, decision));
    }

    /** What the table says to this cause, the order being as it is. */
    public Decision decide(Cause cause, Flow flow) {
        return StateTable.decide(cause, situation(flow));
    }

    /** The event of this type about the order as it stands. @throws IllegalStateException for a type that is not told about an order alone */
    public Event event(EventType type, Instant at) {
        return switch (type) {
            case ORDER_FAILED -> new OrderFailed(id, customerId, reason.orElse(""));
            case ORDER_CANCELLED -> new OrderCancelled(id, customerId, reason.orElse(""));
            case ORDER_COMPLETED -> new OrderCompleted(id, customerId, paymentId, Status.COMPLETED.label());
            case ORDER_SHIPPED ->
                new OrderShipped(id, customerId, Optional.empty(), Optional.empty(), Optional.empty());
            case ORDER_DELIVERED -> new OrderDelivered(id, customerId, Optional.empty(), at);
            default -> throw new IllegalStateException(type + " is not told about an order alone");
        };
    }

    private List<Step> follow(Decision decision, Heard heard) {
        List<Step> steps = new ArrayList<>();
        Order here = this;
        for (Status next : decision.path()) {
            Order there = here.movedTo(next, decision, heard);
            steps.add(new Step(steps.isEmpty() ? heard : heard.onward(), here, there, decision));
            here = there;
        }
        return steps.isEmpty() ? List.of(new Step(heard, this, this, decision)) : steps;
    }

    private Order informedBy(Heard heard) {
        return new Order(
                id,
                customerId,
                status,
                version,
                reason,
                facts.and(heard),
                paymentId.or(heard::paymentId),
                totalMinor,
                currency,
                isOld);
    }

    private Order movedTo(Status next, Decision decision, Heard heard) {
        return new Order(
                id,
                customerId,
                next,
                version + 1,
                isDead(next) ? reasonOf(decision, heard) : reason,
                facts,
                paymentId,
                totalMinor,
                currency,
                isOld);
    }

    private static Optional<String> reasonOf(Decision decision, Heard heard) {
        Optional<String> tables = decision instanceof Decision.Move move ? move.reason() : Optional.empty();
        return tables.or(heard::reason).or(() -> Optional.of(heard.cause().label()));
    }

    private Situation situation(Flow flow) {
        return new Situation(status, facts, totalMinor, flow);
    }

    private static boolean isDead(Status status) {
        return status == Status.FAILED || status == Status.CANCELLED;
    }
}
