package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.OutboxMessage;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How a service tells the others: what it announces in a transaction is published after its commit, and only then. */
public final class Announcer {

    private static final int MAX_EVENTS = 200;
    private static final int MAX_BYTES = 256 * 1024;

    private final Outbox outbox;
    private final EventCodec codec;
    private final int maxEvents;
    private final Departures departures;

    /** Puts up to 200 events into one message. */
    public Announcer(Outbox outbox, EventCodec codec) {
        this(outbox, codec, MAX_EVENTS);
    }

    /** Puts up to so many events into one message. */
    public Announcer(Outbox outbox, int maxEvents) {
        this(outbox, new EventCodec(), maxEvents);
    }

    /** The same with a given codec. */
    public Announcer(Outbox outbox, EventCodec codec, int maxEvents) {
        this(outbox, codec, maxEvents, Departures.unchanged());
    }

    Announcer(Outbox outbox, EventCodec codec, int maxEvents, Departures departures) {
        this.outbox = outbox;
        this.codec = codec;
        this.maxEvents = maxEvents;
        this.departures = departures;
    }

    /**
     * Writes the announcements to the outbox, those of one type together and in order, in messages of at most 256 kB. Fails with
     * {@link IllegalArgumentException} when a single event is larger. Each keeps the trace of its cause.
     */
    public Future<Void> announce(Transaction tx, List<? extends Announcement<?>> announcements) {
        return Future.succeededFuture(departures.placed(announcements)).compose(placed -> {
            LifeLog.tell(tx, placed);
            return append(tx, departures.board(placed));
        });
    }

    private Future<Void> append(Transaction tx, Departures.Boarding boarding) {
        List<OutboxMessage> messages = messages(boarding.announcements());
        departures.leave(tx, messages, boarding.spans());
        return outbox.append(tx, messages);
    }

    List<OutboxMessage> messages(List<? extends Announcement<?>> announcements) {
        Map<String, List<Announcement<?>>> byType = announcements.stream()
                .collect(Collectors.groupingBy(Announcement::type, LinkedHashMap::new, Collectors.toList()));
        List<OutboxMessage> messages = new ArrayList<>();
        byType.forEach((type, events) -> messages.addAll(messagesOf(type, events)));
        return messages;
    }

    private List<OutboxMessage> messagesOf(String type, List<Announcement<?>> announcements) {
        List<OutboxMessage> messages = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        List<byte[]> elements = new ArrayList<>();
        int bytes = EventCodec.SEPARATOR_BYTES;
        for (Announcement<?> announcement : announcements) {
            byte[] element = element(announcement);
            if (!elements.isEmpty() && (elements.size() >= maxEvents || bytes + element.length > MAX_BYTES)) {
                messages.add(message(type, elements, ids));
                elements.clear();
                ids.clear();
                bytes = EventCodec.SEPARATOR_BYTES;
            }
            elements.add(element);
            ids.add(announcement.id());
            bytes += element.length + EventCodec.SEPARATOR_BYTES;
        }
        messages.add(message(type, elements, ids));
        return messages;
    }

    private byte[] element(Announcement<?> announcement) {
        byte[] element = codec.element(announcement);
        if (element.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    announcement.type() + " " + announcement.id() + " is larger than " + MAX_BYTES + " bytes");
        }
        return element;
    }

    private OutboxMessage message(String type, List<byte[]> elements, List<UUID> ids) {
        return new OutboxMessage(Ids.next(), type, codec.join(elements), List.copyOf(ids));
    }
}
