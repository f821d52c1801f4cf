package dev.orderly.order.domain;

import java.util.UUID;

/** What one request to place an order is told. */
public sealed interface Answer {

    /** Accepted in this transaction; {@code replayed} for a request that came twice within it. */
    record Accepted(Placement.Placed placed, boolean replayed) implements Answer {}

    /** Accepted before under the same key: the answer of then, byte for byte. */
    record Replayed(Recorded recorded) implements Answer {}

    /** Nothing was stored. */
    record Declined(Placement.Refused refusal) implements Answer {}

    /** The customer has too much to pay already; nothing was stored. */
    record Postponed(String detail) implements Answer {}

    /** The key stands for another request. */
    record KeyReused() implements Answer {}

    /** What is on record under a key. */
    record Recorded(String fingerprint, UUID orderId, String body) {}
}
