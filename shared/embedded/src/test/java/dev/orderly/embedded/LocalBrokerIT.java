package dev.orderly.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LocalBrokerIT {

    private static final int MESSAGES = 200;

    @TempDir
    Path folder;

    @Test
    void keepsPersistentMessagesOverARestartOnTheSamePort() throws Exception {
        try (LocalBroker broker = LocalBroker.start(new LocalBroker.Settings(folder, 0))) {
            int port = broker.port();
            publish(broker);

            broker.stop();
            broker.start();

            assertThat(broker.port()).isEqualTo(port);
            assertThat(waiting(broker, "kept")).isEqualTo(MESSAGES);
        }
    }

    @Test
    void keepsWhatItConfirmedOverAKill() throws Exception {
        try (ChildJvm child = ChildJvm.start(Instance.class, folder)) {
            assertThat(child.ready()).isEmpty();
            child.kill();
        }

        try (LocalBroker next = LocalBroker.start(new LocalBroker.Settings(folder, 0))) {
            assertThat(waiting(next, "kept")).isEqualTo(MESSAGES);
        }
    }

    @Test
    void sendsWhatNoQueueTakesToTheAlternateExchange() throws Exception {
        try (LocalBroker broker = LocalBroker.start(new LocalBroker.Settings(folder, 0));
                Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("unrouted", "fanout", true);
            channel.queueDeclare("unrouted", true, false, false, Map.of("x-queue-type", "classic"));
            channel.queueBind("unrouted", "unrouted", "");
            channel.exchangeDeclare(
                    "events",
                    "topic",
                    true,
                    false,
                    Map.of("alternate-exchange", "unrouted", "alternateExchange", "unrouted"));

            publish(channel, "events", "nobody.listens");

            assertThat(waiting(broker, "unrouted")).isEqualTo(MESSAGES);
        }
    }

    @Test
    void startsAndStopsWithoutAWarning() throws Exception {
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(heard);
        try (LocalBroker broker = LocalBroker.start(new LocalBroker.Settings(folder, 0))) {
            publish(broker);
        } finally {
            root.detachAppender(heard);
        }

        assertThat(heard.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        assertThat(root.getLevel())
                .as("the application's own log configuration")
                .isEqualTo(Level.INFO);
    }

    /** An instance that is killed once its messages are confirmed. */
    static final class Instance {

        public static void main(String[] arguments) throws Exception {
            publish(LocalBroker.start(new LocalBroker.Settings(Path.of(arguments[0]), 0)));
            ChildJvm.announceAndWait();
        }
    }

    private static void publish(LocalBroker broker) throws Exception {
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("kept", true, false, false, Map.of());
            publish(channel, "", "kept");
        }
    }

    private static void publish(Channel channel, String exchange, String key) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] body = ("message " + i).getBytes(StandardCharsets.UTF_8);
            channel.basicPublish(exchange, key, MessageProperties.PERSISTENT_BASIC, body);
        }
        channel.waitForConfirmsOrDie(10_000);
    }

    private static long waiting(LocalBroker broker, String queue) throws Exception {
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    private static Connection connect(LocalBroker broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(LocalBroker.USER);
        factory.setPassword(broker.password());
        factory.setVirtualHost(LocalBroker.VIRTUAL_HOST);
        return factory.newConnection();
    }
}
