package dev.orderly.order.calls;

import java.time.Duration;
import java.util.UUID;

/** What came of a call. */
sealed interface CallOutcome {

    /** Which order's call it was. */
    UUID orderId();

    /** The payment is on record: the row may go. */
    record Answered(UUID orderId) implements CallOutcome {}

    /** Nothing came of it; it is to be tried again after a pause. */
    record Unanswered(UUID orderId, String error, Duration pause) implements CallOutcome {}
}
