package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A reservation as its row keeps it: what was decided, and under which event it was told.
 *
 * @param version counts the decisions about the order
 * @param sequence counts those that were announced
 * @param eventId the last announcement, if there was one
 * @param at when the last announcement, or the tombstone, was decided
 */
public record Standing(Reservation reservation, int version, long sequence, Optional<UUID> eventId, Instant at) {

    /** The last announcement, word for word. */
    public Optional<Announcement<StockEvent>> told(Optional<String> traceparent) {
        return eventId.flatMap(id -> reservation
                .announcement()
                .map(event -> new Announcement<>(id, sequence, at, "stock", traceparent, event)));
    }
}
