package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.testing.BrokerAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

/** Messages that no service of the shop has written. */
final class Forgery {

    private Forgery() {}

    /** Lays it into the queue; returns when the broker has it. */
    static void publish(BrokerSettings broker, String queue, String body) {
        try (Connection connection = BrokerAccess.of(broker).connect("forgery");
                Channel channel = connection.createChannel()) {
            AMQP.Confirm.SelectOk selected = channel.confirmSelect();
            assertThat(selected).isNotNull();
            channel.basicPublish(
                    broker.prefix() + "orderly.direct",
                    broker.prefix() + queue,
                    new AMQP.BasicProperties(),
                    body.getBytes(StandardCharsets.UTF_8));
            assertThat(channel.waitForConfirms()).isTrue();
        } catch (IOException | TimeoutException | InterruptedException failure) {
            throw new AssertionError("it was not published", failure);
        }
    }
}
