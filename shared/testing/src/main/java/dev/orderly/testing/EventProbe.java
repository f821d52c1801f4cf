package dev.orderly.testing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.EventCodec;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Another service, as the one under test sees it: publishes events as the rest of the shop would, and hears everything that is
 * announced, itself included. Comes back by itself after a broker outage.
 */
public final class EventProbe implements AutoCloseable {

    private static final int PERSISTENT = 2;

    /** None before the one to which it sends what it cannot place. */
    private static final List<String> EXCHANGES =
            List.of("orderly.events", "orderly.news", "orderly.direct", "unrouted", "unrouted.unknown");

    private final String prefix;
    private final EventCodec codec = new EventCodec();
    private final AtomicLong sequence = new AtomicLong();
    private final List<Announcement<?>> heard = new CopyOnWriteArrayList<>();
    private final Set<String> arrivedMessages = new HashSet<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Connection connection;
    private final Channel publishing;
    private final Channel hearing;

    private EventProbe(BrokerAccess access, String prefix) throws IOException, TimeoutException {
        this.prefix = prefix;
        this.connection = access.connect("probe");
        this.publishing = connection.createChannel();
        this.hearing = connection.createChannel();
        publishing.confirmSelect();
    }

    /** Listens from now on; the exchanges must be there. */
    static EventProbe open(BrokerAccess access, String prefix) {
        try {
            EventProbe probe = new EventProbe(access, prefix);
            probe.listen();
            return probe;
        } catch (IOException | TimeoutException failure) {
            throw new AssertionError("no probe on " + access.host() + ":" + access.port(), failure);
        }
    }

    /** Publishes an event with an id of its own; answers what it announced. */
    @CanIgnoreReturnValue
    public <E extends Event> Announcement<E> publish(String source, E event) {
        return publish(source, List.of(event)).get(0);
    }

    /** Publishes events of one type as one message, each with an id of its own; answers what it announced. */
    @CanIgnoreReturnValue
    public <E extends Event> List<Announcement<E>> publish(String source, List<E> events) {
        List<Announcement<E>> announcements = events.stream()
                .map(event -> Announcement.of(source, sequence.incrementAndGet(), Instant.now(), event))
                .toList();
        publish(announcements);
        return announcements;
    }

    /** Publishes announcements of one type as one message, as they are: again, or out of order; returns when confirmed. */
    public void publish(List<? extends Announcement<?>> announcements) {
        String type = announcements.get(0).type();
        String exchange = prefix + (EventType.named(type).orElseThrow().isNews() ? "orderly.news" : "orderly.events");
        send(exchange, type, EventCodec.contentType(announcements.size()), codec.encode(announcements));
    }

    /** Puts bytes into one queue, past all encoding: poison. */
    public void poison(Subscription queue, String contentType, byte[] body) {
        send("", prefix + queue.queue(), contentType, Buffer.buffer(body));
    }

    /** Everything heard so far in the order of arrival; what was announced again is there again. */
    public List<Announcement<?>> heard() {
        return List.copyOf(heard);
    }

    /** The events of this type that were heard so far. */
    public <E extends Event> List<E> heard(Class<E> type) {
        return heard.stream()
                .map(Announcement::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /**
     * What this service has announced about this subject so far, repetitions included. A repetition is the same but for the trace, which is
     * that of what it was asked by: none is shown.
     */
    public List<Announcement<?>> told(String source, Object subject) {
        return heard.stream()
                .filter(told -> told.source().equals(source))
                .filter(told -> told.event().subject().equals(subject.toString()))
                .<Announcement<?>>map(told -> told.tracedBy(Optional.empty()))
                .toList();
    }

    /** How many announcements of this service were heard, repetitions included. */
    long saidBy(String source) {
        return heard.stream().filter(told -> told.source().equals(source)).count();
    }

    /** Waits for an event of this type for which the condition holds. */
    @CanIgnoreReturnValue
    public <E extends Event> E await(Class<E> type, Predicate<? super E> condition) {
        Eventually.eventually(() -> {
            if (first(type, condition).isEmpty()) {
                throw new AssertionError("no such " + type.getSimpleName() + " among " + heard(type));
            }
        });
        return first(type, condition).orElseThrow();
    }

    /** In what the messages so far were not as the contracts say. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many messages wait in a queue, named without the prefix. */
    public long waiting(String queue) {
        try (Channel asking = connection.createChannel()) {
            return asking.messageCount(prefix + queue);
        } catch (IOException | TimeoutException failure) {
            throw new AssertionError("no count of " + queue, failure);
        }
    }

    /** Deletes the queues and exchanges of its prefix, then goes. */
    @Override
    public void close() {
        try (Channel cleaning = connection.createChannel()) {
            clean(cleaning);
        } catch (IOException | TimeoutException | ShutdownSignalException brokerGone) {
            // Nothing to clean where no broker is.
        } finally {
            connection.abort();
        }
    }

    private void clean(Channel cleaning) throws IOException {
        cleaning.queueDelete(queue());
        cleaning.queueDelete(prefix + "unrouted");
        for (Subscription subscription : Subscription.TABLE) {
            cleaning.queueDelete(prefix + Publication.unroutedQueueOf(subscription.service()));
            cleaning.queueDelete(prefix + subscription.queue());
            cleaning.queueDelete(prefix + subscription.deadLetterQueue());
        }
        for (String exchange : EXCHANGES) {
            cleaning.exchangeDelete(prefix + exchange);
        }
    }

    private <E extends Event> Optional<E> first(Class<E> type, Predicate<? super E> condition) {
        return heard(type).stream().filter(condition).findFirst();
    }

    private void listen() throws IOException {
        hearing.queueDeclare(queue(), true, false, false, null);
        hearing.queueBind(queue(), prefix + "orderly.events", "#");
        hearing.queueBind(queue(), prefix + "orderly.news", "#");
        hearing.basicConsume(queue(), false, this::arrived, tag -> {});
    }

    /** Delivery is at least once: a message, which is a row of an outbox, may arrive again and tells nothing new then. */
    private void arrived(String tag, Delivery delivery) throws IOException {
        String key = delivery.getEnvelope().getRoutingKey();
        String contentType = String.valueOf(delivery.getProperties().getContentType());
        Buffer body = Buffer.buffer(delivery.getBody());
        String message = delivery.getProperties().getMessageId();
        if (message == null || arrivedMessages.add(message)) {
            violations.addAll(EventContracts.known().violations(key, contentType, body));
            heard.addAll(codec.decode(body));
        }
        hearing.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    }

    private synchronized void send(String exchange, String key, String contentType, Buffer body) {
        var properties = new AMQP.BasicProperties.Builder()
                .contentType(contentType)
                .deliveryMode(PERSISTENT)
                .build();
        try {
            publishing.basicPublish(exchange, key, properties, body.getBytes());
            publishing.waitForConfirmsOrDie(10_000);
        } catch (IOException | TimeoutException failure) {
            throw new AssertionError("not published to " + exchange, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private String queue() {
        return prefix + "probe";
    }
}
