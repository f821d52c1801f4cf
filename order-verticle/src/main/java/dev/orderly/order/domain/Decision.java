package dev.orderly.order.domain;

import dev.orderly.contracts.EventType;
import java.util.List;
import java.util.Optional;

/** What the state table says is to be done. */
public sealed interface Decision {

    /** The statuses that the order passes, the last one being where it stays. */
    default List<Status> path() {
        return List.of();
    }

    /** The events on record that are to be announced once more. */
    default List<EventType> repeated() {
        return List.of();
    }

    /** The order moves; the reason is the table's, where the event need not say one. */
    record Move(List<Status> path, Optional<String> reason) implements Decision {}

    /** The recorded outcome is announced again: same event, same id; with {@code call} the payment is asked for again too. */
    record Repeat(List<EventType> repeated, boolean call) implements Decision {}

    /** Every decision that needs no more than its name. */
    enum Verdict implements Decision {
        /** Only the timeline remembers it. */
        NOTE,
        /** Must not happen: timeline and alarm. */
        IMPOSSIBLE,
        /** May happen, but a person should look. */
        ALARM,
        /** Cannot occur. */
        NEVER,
        /** A wish against the table: 409. */
        REFUSED,
        /** A wish that is fulfilled already: 200. */
        SETTLED,
        /** A wish passed on to shipping: 202 and {@code order.cancel-requested}. */
        REQUESTED
    }
}
