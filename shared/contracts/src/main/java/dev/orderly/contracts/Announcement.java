package dev.orderly.contracts;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as it travels: the envelope that CloudEvents 1.0 describes, without its JSON.
 *
 * @param id the event's id (UUIDv7); a re-announcement carries the same id again
 * @param sequence rises per source and subject; events of one move share it
 * @param at when it was decided, UTC
 * @param source the service that announces it ({@code order}, {@code stock}, …)
 * @param traceparent W3C trace context, when the cause carried one
 * @param event what happened
 */
public record Announcement<E extends Event>(
        UUID id, long sequence, Instant at, String source, Optional<String> traceparent, E event) {

    /** A new announcement with an id of its own. */
    public static <E extends Event> Announcement<E> of(String source, long sequence, Instant at, E event) {
        return new Announcement<>(Ids.next(), sequence, at, source, Optional.empty(), event);
    }

    /** The same announcement as part of the trace that caused it. */
    public Announcement<E> tracedBy(Optional<String> cause) {
        return new Announcement<>(id, sequence, at, source, cause, event);
    }

    /** The wire name of the event, also its routing key. */
    public String type() {
        return EventType.of(event.getClass()).wireName();
    }
}
