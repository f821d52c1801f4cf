package dev.orderly.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.orderly.embedded.LocalBroker;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * The broker under test: the one that {@code ORDERLY_TEST_BROKER} names, with {@code ORDERLY_TEST_BROKER_CTL} to stop, kill and freeze
 * it; otherwise the embedded one, for which a kill is a stop and a freeze happens on the {@link Wire} only.
 */
final class TestBroker {

    private static final Optional<String> URI_GIVEN = Optional.ofNullable(System.getenv("ORDERLY_TEST_BROKER"));
    private static final Optional<LocalBroker> EMBEDDED = URI_GIVEN.isPresent() ? Optional.empty() : embedded();

    private TestBroker() {}

    static boolean isReal() {
        return URI_GIVEN.isPresent();
    }

    /** Settings with a prefix that no other test has. */
    static BrokerSettings settings() {
        return BrokerSettings.at(uri(), "t" + UUID.randomUUID().toString().substring(0, 8) + ".");
    }

    /** The same settings for whoever connects through the wire. */
    static BrokerSettings through(Wire wire, BrokerSettings settings) {
        URI direct = uri();
        URI uri = URI.create("amqp://" + direct.getRawUserInfo() + "@127.0.0.1:" + wire.port() + direct.getRawPath());
        return BrokerSettings.at(uri, settings.prefix());
    }

    static void start() {
        EMBEDDED.ifPresentOrElse(LocalBroker::start, () -> control("start"));
    }

    static void kill() {
        EMBEDDED.ifPresentOrElse(LocalBroker::close, () -> control("kill"));
    }

    static void freeze() {
        if (isReal()) {
            control("freeze");
        }
    }

    /** Has the broker close every connection, as its operator may. */
    static void closeAllConnections(Wire wire) {
        if (isReal()) {
            control(
                    "rabbitmqctl",
                    "close_all_connections",
                    "-p",
                    uri().getPath().substring(1),
                    "the operator says so");
        } else {
            wire.cut();
        }
    }

    static void publish(String exchange, String key, Buffer body) {
        publish(exchange, key, UUID.randomUUID().toString(), body);
    }

    static void publish(String exchange, String key, String messageId, Buffer body) {
        boolean confirmed = onChannel(channel -> {
            AMQP.BasicProperties persistent = new AMQP.BasicProperties.Builder()
                    .deliveryMode(2)
                    .messageId(messageId)
                    .build();
            channel.confirmSelect();
            channel.basicPublish(exchange, key, persistent, body.getBytes());
            return channel.waitForConfirms();
        });
        if (!confirmed) {
            throw new IllegalStateException("not confirmed");
        }
    }

    /** Many messages over one connection. */
    static void publishAll(String exchange, String key, int count) {
        boolean confirmed = onChannel(channel -> {
            channel.confirmSelect();
            for (int i = 0; i < count; i++) {
                byte[] body = ("message " + i).getBytes(StandardCharsets.UTF_8);
                channel.basicPublish(exchange, key, MessageProperties.PERSISTENT_BASIC, body);
            }
            return channel.waitForConfirms();
        });
        if (!confirmed) {
            throw new IllegalStateException("not confirmed");
        }
    }

    static long count(String queue) {
        return onChannel(channel -> channel.messageCount(queue));
    }

    /** Whether somebody consumes the queue: then it is there, and bound. */
    static boolean isConsumed(String queue) {
        try {
            return onChannel(channel -> channel.consumerCount(queue)) > 0;
        } catch (IllegalStateException missing) {
            return false;
        }
    }

    /** Takes everything out of the queue. */
    static List<GetResponse> drain(String queue) {
        return onChannel(channel -> {
            List<GetResponse> messages = new ArrayList<>();
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                messages.add(next);
            }
            return messages;
        });
    }

    /** A queue that refuses what it has no room for. */
    static void declareBounded(String queue, int length) {
        Map<String, Object> bounds = Map.of("x-max-length", length, "x-overflow", "reject-publish");
        AMQP.Queue.DeclareOk declared = onChannel(channel -> channel.queueDeclare(queue, true, false, false, bounds));
        if (declared == null) {
            throw new IllegalStateException(queue + " is not declared");
        }
    }

    static void bind(String queue, String exchange, String key) {
        AMQP.Queue.BindOk bound = onChannel(channel -> channel.queueBind(queue, exchange, key));
        if (bound == null) {
            throw new IllegalStateException(queue + " is not bound");
        }
    }

    static void unbind(String queue, String exchange, String key) {
        AMQP.Queue.UnbindOk unbound = onChannel(channel -> channel.queueUnbind(queue, exchange, key));
        if (unbound == null) {
            throw new IllegalStateException(queue + " is not unbound");
        }
    }

    static void delete(String queue) {
        AMQP.Queue.DeleteOk deleted = onChannel(channel -> channel.queueDelete(queue));
        if (deleted == null) {
            throw new IllegalStateException(queue + " is not deleted");
        }
    }

    private interface OnChannel<T> {
        T apply(Channel channel) throws IOException, InterruptedException, TimeoutException;
    }

    private static <T> T onChannel(OnChannel<T> work) {
        try (Connection connection = factory().newConnection();
                Channel channel = connection.createChannel()) {
            return work.apply(channel);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ConnectionFactory factory() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri());
        return factory;
    }

    static URI uri() {
        return URI.create(URI_GIVEN.orElseGet(() -> "amqp://" + LocalBroker.USER + ":"
                + URLEncoder.encode(EMBEDDED.orElseThrow().password(), StandardCharsets.UTF_8) + "@127.0.0.1:"
                + EMBEDDED.orElseThrow().port() + "/" + LocalBroker.VIRTUAL_HOST));
    }

    private static Optional<LocalBroker> embedded() {
        try {
            Path directory = Files.createTempDirectory("orderly-messaging-broker");
            return Optional.of(
                    LocalBroker.start(new LocalBroker.Settings(directory, 0)).removeAtExit());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void control(String... words) {
        List<String> command = new ArrayList<>(List.of(System.getenv("ORDERLY_TEST_BROKER_CTL")));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue());
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
