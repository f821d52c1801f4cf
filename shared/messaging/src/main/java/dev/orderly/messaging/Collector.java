package dev.orderly.messaging;

import com.rabbitmq.client.Envelope;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays what is in a dead letter queue, or in {@code unrouted}, on the desk: each message is acknowledged when its row is committed. AMQP
 * 0-9-1 cannot look into a queue; rows can be listed, searched and counted.
 */
final class Collector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int MAX_PER_LOOK = 200;

    /** What others have said is held back meanwhile, and does not count; so much of it is held at most. */
    private static final int MAX_HELD = 200;

    private final Topology topology;
    private final LetterTable table;

    Collector(Topology topology, LetterTable table) {
        this.topology = topology;
        this.table = table;
    }

    /** Empties the subscription's dead letter queue; what cannot be kept now stays in it. */
    Future<Void> collect(Generation generation, Subscription subscription) {
        String dead = topology.deadLetterQueue(subscription);
        Function<RabbitMQMessage, Undelivered> reader =
                found -> new Undelivered(found, subscription.queue(), Topology.DIRECT, subscription.queue());
        return next(generation, new Source(dead, found -> true, reader, new ArrayList<>()), MAX_PER_LOOK);
    }

    /**
     * Takes out of {@code unrouted} what these services may have said, for only they may say it again; what others have said is put back
     * once all was seen. Gives how many were put back.
     */
    Future<Integer> collectUnrouted(Generation generation, Set<String> services) {
        Source source =
                new Source(topology.unrouted(), found -> isFrom(services, found), this::unrouted, new ArrayList<>());
        return next(generation, source, MAX_PER_LOOK)
                .eventually(() -> Future.all(source.others().stream()
                        .map(tag -> putBack(generation, tag))
                        .toList()))
                .map(done -> source.others().size());
    }

    /** A queue, what of it is taken and how that is read, and the tags of what is left to others. */
    private record Source(
            String queue,
            Predicate<RabbitMQMessage> ours,
            Function<RabbitMQMessage, Undelivered> reader,
            List<Long> others) {}

    private boolean isFrom(Set<String> services, RabbitMQMessage found) {
        Set<String> senders = sendersOf(found);
        return senders.isEmpty() || !Collections.disjoint(senders, services);
    }

    /** Which services can have sent it; none when that cannot be told. */
    private Set<String> sendersOf(RabbitMQMessage found) {
        String key = found.envelope().getRoutingKey();
        return found.envelope().getExchange().equals(topology.direct())
                ? Subscription.TABLE.stream()
                        .filter(entry -> key.startsWith(topology.queue(entry)))
                        .map(Subscription::service)
                        .collect(Collectors.toSet())
                : EventType.named(key).map(Publication::announcers).orElse(Set.of());
    }

    private Future<Void> next(Generation generation, Source source, int left) {
        if (left == 0 || source.others().size() >= MAX_HELD) {
            return Future.succeededFuture();
        }
        return generation
                .call(client -> client.basicGet(source.queue(), false))
                .compose(found -> found == null
                        ? Future.succeededFuture()
                        : look(generation, source, found)
                                .compose(seen ->
                                        next(generation, source, source.ours().test(found) ? left - 1 : left)));
    }

    private Future<Void> look(Generation generation, Source source, RabbitMQMessage found) {
        if (source.ours().test(found)) {
            return take(generation, source, found);
        }
        source.others().add(found.envelope().getDeliveryTag());
        return Future.succeededFuture();
    }

    private Future<Void> take(Generation generation, Source source, RabbitMQMessage found) {
        long tag = found.envelope().getDeliveryTag();
        return table.keep(source.reader().apply(found))
                .recover(failure -> putBack(generation, source, tag, failure))
                .compose(kept -> generation.call(client -> client.basicAck(tag, false)));
    }

    private static Future<Void> putBack(Generation generation, Source source, long tag, Throwable failure) {
        LOG.warn(
                "{}: a message stays where it is, it cannot be kept now: {}", source.queue(), EventJson.brief(failure));
        return putBack(generation, tag).compose(back -> Future.failedFuture(failure));
    }

    private static Future<Void> putBack(Generation generation, long tag) {
        return generation.call(client -> client.basicNack(tag, false, true));
    }

    /** A replay goes where the message was to go in the first place, to all who hear it by then. */
    private Undelivered unrouted(RabbitMQMessage found) {
        Envelope envelope = found.envelope();
        String key = envelope.getRoutingKey();
        boolean wasDirect = envelope.getExchange().equals(topology.direct());
        return wasDirect
                ? new Undelivered(found, Desk.UNROUTED, Topology.DIRECT, topology.unprefixed(key))
                : new Undelivered(found, Desk.UNROUTED, topology.unprefixed(topology.exchangeOf(key)), key);
    }
}
