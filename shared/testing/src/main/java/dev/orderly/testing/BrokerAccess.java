package dev.orderly.testing;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.orderly.messaging.BrokerSettings;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** An AMQP 0-9-1 broker for tests, and a user who may do everything on one of its virtual hosts. */
public record BrokerAccess(String host, int port, String virtualHost, String user, String password) {

    private static final int RECOVERY_MS = 200;

    /** The broker that a shop is told to use. */
    public static BrokerAccess of(BrokerSettings settings) {
        return new BrokerAccess(
                settings.host(), settings.port(), settings.virtualHost(), settings.user(), settings.password());
    }

    /** A connection past the product, which comes back by itself; {@code name} is what the broker calls it. */
    public Connection connect(String name) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setVirtualHost(virtualHost);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setNetworkRecoveryInterval(RECOVERY_MS);
        return factory.newConnection(name);
    }
}
