package dev.orderly.launcher;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.BrokerAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many messages every queue of a shop holds, asked of the broker itself. */
final class QueueDepths implements AutoCloseable {

    private final BrokerAccess broker;
    private final String prefix;
    private final List<String> queues;
    private @Nullable Connection connection;

    /** The queues of a shop that runs its saga so. */
    QueueDepths(BrokerAccess broker, String prefix, Flow flow) {
        this.broker = broker;
        this.prefix = prefix;
        this.queues = Stream.of(
                        Stream.of("unrouted"),
                        FaultPlace.EVERY_ROLE.stream().map(Publication::unroutedQueueOf),
                        Subscription.of(FaultPlace.EVERY_ROLE, flow).stream()
                                .flatMap(queue -> Stream.of(queue.queue(), queue.deadLetterQueue())))
                .flatMap(names -> names)
                .toList();
    }

    /** The queues that hold something, dead letters and what nobody wanted among them. */
    Map<String, Integer> notEmpty() {
        Map<String, Integer> depths = new TreeMap<>();
        try (Channel channel = connected().createChannel()) {
            for (String queue : queues) {
                depths.put(queue, channel.queueDeclarePassive(prefix + queue).getMessageCount());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (TimeoutException failure) {
            throw new AssertionError("the broker does not answer", failure);
        }
        depths.values().removeIf(messages -> messages == 0);
        return depths;
    }

    private Connection connected() throws IOException, TimeoutException {
        Connection current = connection;
        if (current != null && current.isOpen()) {
            return current;
        }
        Connection fresh = broker.connect("depths");
        connection = fresh;
        return fresh;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.abort();
        }
    }
}
