package dev.orderly.messaging;

import com.rabbitmq.client.Envelope;
import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays what is in a dead letter queue, or in {@code unrouted}, on the desk: each message is acknowledged when its row is committed. AMQP
 * 0-9-1 cannot look into a queue; rows can be listed, searched and counted.
 */
final class Collector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int MAX_PER_LOOK = 200;

    private final Topology topology;
    private final LetterTable table;

    Collector(Topology topology, LetterTable table) {
        this.topology = topology;
        this.table = table;
    }

    /** Empties the subscription's dead letter queue; what cannot be kept now stays in it. */
    Future<Void> collect(Generation generation, Subscription subscription) {
        String dead = topology.deadLetterQueue(subscription);
        return next(
                generation,
                new Source(
                        dead,
                        found -> new Undelivered(found, subscription.queue(), Topology.DIRECT, subscription.queue())),
                MAX_PER_LOOK);
    }

    /** Empties {@code unrouted}. */
    Future<Void> collectUnrouted(Generation generation) {
        return next(generation, new Source(topology.unrouted(), this::unrouted), MAX_PER_LOOK);
    }

    private record Source(String queue, Function<RabbitMQMessage, Undelivered> reader) {}

    private Future<Void> next(Generation generation, Source source, int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        return generation
                .call(client -> client.basicGet(source.queue(), false))
                .compose(found -> found == null
                        ? Future.succeededFuture()
                        : take(generation, source, found).compose(taken -> next(generation, source, left - 1)));
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
        return generation
                .call(client -> client.basicNack(tag, false, true))
                .compose(back -> Future.failedFuture(failure));
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
