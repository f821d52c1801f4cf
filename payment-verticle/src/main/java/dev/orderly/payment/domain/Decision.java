package dev.orderly.payment.domain;

import dev.orderly.contracts.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was decided about a payment.
 *
 * @param payment as it is from now on
 * @param isChanged whether it differs from before and is to be saved
 * @param steps what else has to happen, in order
 */
public record Decision(Payment payment, boolean isChanged, List<Step> steps) {

    static Decision unchanged(Payment payment, Step... steps) {
        return new Decision(payment, false, Arrays.asList(steps));
    }

    static Decision changed(Payment payment, Step... steps) {
        return new Decision(payment, true, Arrays.asList(steps));
    }

    /** The payment moves on and says so. */
    static Decision announced(Payment moved, EventType type, Step... before) {
        Payment announcing = moved.announcing();
        Step announcement = new Step.Announce(announcing.outcome(type), announcing.sequence());
        return new Decision(
                announcing,
                true,
                Stream.concat(Arrays.stream(before), Stream.of(announcement)).toList());
    }

    /** The same decision with further steps. */
    Decision and(List<Step> further) {
        return new Decision(
                payment,
                isChanged,
                Stream.concat(steps.stream(), further.stream()).toList());
    }
}
