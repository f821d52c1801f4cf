package dev.orderly.messaging;

import io.vertx.core.Future;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays what is in a dead letter queue, or in one of what nobody wanted, on the desk: each message is acknowledged when its row is committed.
 * AMQP 0-9-1 cannot look into a queue; rows can be listed, searched and counted.
 */
final class Collector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** Each waits for the one before: more would be a deep chain of futures. */
    private static final int MAX_PER_LOOK = 200;

    private final LetterTable table;

    Collector(LetterTable table) {
        this.table = table;
    }

    /** Empties the queue, as far as that goes in one look; what cannot be kept now stays in it. */
    Future<Void> collect(Generation generation, String queue, Function<RabbitMQMessage, Undelivered> reader) {
        return next(generation, new Source(queue, reader), MAX_PER_LOOK);
    }

    /** A queue, and how what is in it is read. */
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
}
