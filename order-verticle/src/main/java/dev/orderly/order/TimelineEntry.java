package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One row of an order's timeline.
 *
 * @param version of the order after a move; none for a note
 * @param eventId of the event that was heard, or that time brought; none for what came over HTTP
 * @param eventType what was heard
 * @param source who said it
 * @param from the status before a move
 * @param to the status after it
 * @param effect what it did, for people
 * @param announced what the move told the others
 */
record TimelineEntry(
        UUID orderId,
        OptionalInt version,
        Optional<UUID> eventId,
        String eventType,
        String source,
        Optional<String> from,
        Optional<String> to,
        String effect,
        List<Announcement<Event>> announced) {}
