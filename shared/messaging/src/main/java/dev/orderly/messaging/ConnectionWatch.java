package dev.orderly.messaging;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.NoOpMetricsCollector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Hears from the driver what the Vert.x client keeps to itself: that the connection or its channel is gone, that the channel was
 * replaced by one without confirms and prefetch, that the broker is blocked. The metrics hook is the only way to the connection.
 */
final class ConnectionWatch extends NoOpMetricsCollector {

    private final Consumer<Throwable> over;
    private final AtomicInteger channels = new AtomicInteger();
    private volatile boolean blocked;
    private volatile boolean rabbit;

    /** @param over called on any thread, possibly more than once */
    ConnectionWatch(Consumer<Throwable> over) {
        this.over = over;
    }

    boolean isBlocked() {
        return blocked;
    }

    boolean isRabbit() {
        return rabbit;
    }

    @Override
    public void newConnection(Connection connection) {
        rabbit = "RabbitMQ"
                .equals(String.valueOf(connection.getServerProperties().get("product")));
        connection.addShutdownListener(over::accept);
        connection.addBlockedListener(new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                blocked = true;
            }

            @Override
            public void handleUnblocked() {
                blocked = false;
            }
        });
    }

    @Override
    public void newChannel(Channel channel) {
        channel.addShutdownListener(over::accept);
        if (channels.incrementAndGet() > 1) {
            over.accept(new IllegalStateException("the channel was replaced"));
        }
    }
}
