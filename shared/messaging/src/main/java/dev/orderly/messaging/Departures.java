package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.persistence.OutboxMessage;
import dev.orderly.persistence.Transaction;
import dev.orderly.tracing.Span;
import dev.orderly.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The spans of events on their way to the broker: from the decision to the confirm. An event names the span of its own publishing, so that
 * whoever handles it continues there. What another process publishes, after a crash for instance, ends nowhere, and its trace goes on without it.
 * Belongs to one context.
 */
final class Departures {

    private static final int MAX_MESSAGES = 4_096;

    private final Tracing tracing;
    private final boolean begins;
    private final Map<UUID, List<Span>> underWay = new LinkedHashMap<>();

    Departures(Tracing tracing) {
        this(tracing, true);
    }

    private Departures(Tracing tracing, boolean begins) {
        this.tracing = tracing;
        this.begins = begins;
    }

    /** For events that are published exactly as they are. */
    static Departures unchanged() {
        return new Departures(Tracing.off(), false);
    }

    /**
     * Announcements about to be published.
     *
     * @param announcements each within a trace
     * @param spans of those that are recorded, by the event's id
     */
    record Boarding(List<Announcement<?>> announcements, Map<UUID, Span> spans) {}

    /** Gives each its place: in the trace of its cause, or in a new one of its subject where the cause, time for instance, has none. */
    List<Announcement<?>> placed(List<? extends Announcement<?>> announcements) {
        Map<String, String> begun = new HashMap<>();
        List<Announcement<?>> placed = new ArrayList<>(announcements.size());
        for (Announcement<?> announcement : announcements) {
            boolean isPlaced = !begins || announcement.traceparent().isPresent();
            placed.add(isPlaced ? announcement : beginning(announcement, begun));
        }
        return placed;
    }

    private Announcement<?> beginning(Announcement<?> announcement, Map<String, String> begun) {
        String subject = announcement.event().subject();
        String trace = begun.computeIfAbsent(subject, fresh -> tracing.begin().traceparent());
        return announcement.tracedBy(Optional.of(trace));
    }

    /** Begins the spans of those whose traces are recorded. */
    Boarding board(List<Announcement<?>> announcements) {
        Map<UUID, Span> spans = new HashMap<>();
        List<Announcement<?>> boarded = announcements.stream()
                .<Announcement<?>>map(announcement ->
                        tracing.records(announcement.traceparent()) ? boarded(announcement, spans) : announcement)
                .toList();
        return new Boarding(boarded, spans);
    }

    private Announcement<?> boarded(Announcement<?> announcement, Map<UUID, Span> spans) {
        Span span = tracing.begin(
                        SpanKind.PRODUCER,
                        announcement.source(),
                        "publish " + announcement.type(),
                        announcement.traceparent())
                .with("messaging.system", "rabbitmq")
                .with("messaging.operation.type", "send")
                .with("messaging.destination.name", announcement.type())
                .with("messaging.message.id", announcement.id().toString())
                .with("orderly.subject", announcement.event().subject());
        spans.put(announcement.id(), span);
        return announcement.tracedBy(Optional.of(span.traceparent()));
    }

    /** The messages leave with the commit; before the outbox hears of it, so that no confirm comes too early. */
    void leave(Transaction tx, List<OutboxMessage> messages, Map<UUID, Span> spans) {
        if (!spans.isEmpty()) {
            tx.afterCommit(() -> messages.forEach(message -> left(message, spans)));
        }
    }

    private void left(OutboxMessage message, Map<UUID, Span> spans) {
        List<Span> its = message.eventIds().stream()
                .flatMap(id -> Optional.ofNullable(spans.get(id)).stream())
                .toList();
        underWay.put(message.id(), its);
        if (underWay.size() > MAX_MESSAGES) {
            forgetEldest();
        }
    }

    private void forgetEldest() {
        Iterator<List<Span>> eldest = underWay.values().iterator();
        end(eldest.next(), false);
        eldest.remove();
    }

    /** The broker has confirmed the message, or refused it. */
    void arrived(UUID messageId, boolean refused) {
        end(underWay.getOrDefault(messageId, List.of()), refused);
        underWay.remove(messageId);
    }

    private static void end(List<Span> spans, boolean failed) {
        spans.forEach(span -> span.end(failed));
    }
}
