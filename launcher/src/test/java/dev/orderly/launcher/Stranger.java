package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.CanIgnoreReturnValue;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Another team's program, which knows the published AsyncAPI files and nothing else of the shop: the plain RabbitMQ client with a queue of
 * its own, and the CloudEvents SDK.
 */
final class Stranger implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private final ObjectMapper json = new ObjectMapper();
    private final EventFormat format = new JsonFormat();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final Connection connection;

    /** An event, and as what kind of message it came. */
    record Heard(CloudEvent event, boolean inBatch) {}

    private Stranger(Connection connection) {
        this.connection = connection;
    }

    /** Listens from now on to everything that these files say is published. */
    static Stranger listening(BrokerSettings broker, List<JsonNode> files) {
        try {
            Stranger stranger = new Stranger(BrokerAccess.of(broker).connect("stranger"));
            stranger.listen(broker.prefix(), files);
            return stranger;
        } catch (IOException | TimeoutException failure) {
            throw new AssertionError("a stranger cannot listen", failure);
        }
    }

    /** What came so far, in the order of arrival. */
    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** Waits for the event of this type about this subject. */
    @CanIgnoreReturnValue
    CloudEvent await(String type, String subject) {
        return await(event -> event.getType().equals(type) && subject.equals(event.getSubject()), type + " " + subject);
    }

    /** Waits for an event for which this holds. */
    @CanIgnoreReturnValue
    CloudEvent await(Predicate<CloudEvent> condition, String what) {
        Eventually.holds(LIMIT, () -> first(condition).isPresent(), () -> what + " did not come, but " + heard);
        return first(condition).orElseThrow();
    }

    /** An event's data. */
    JsonNode data(CloudEvent event) {
        try {
            return json.readTree(
                    event.getData() == null ? new byte[0] : event.getData().toBytes());
        } catch (IOException broken) {
            throw new AssertionError(event.toString(), broken);
        }
    }

    @Override
    public void close() {
        connection.abort();
    }

    private Optional<CloudEvent> first(Predicate<CloudEvent> condition) {
        return heard.stream().map(Heard::event).filter(condition).findFirst();
    }

    private void listen(String prefix, List<JsonNode> files) throws IOException {
        Channel channel = connection.createChannel();
        String queue = channel.queueDeclare().getQueue();
        for (JsonNode file : files) {
            for (var type : file.path("channels").properties()) {
                if (type.getValue().has("publish")) {
                    channel.queueBind(queue, prefix + exchange(file, type.getValue()), type.getKey());
                }
            }
        }
        channel.basicConsume(queue, true, this::arrived, tag -> {});
    }

    private static String exchange(JsonNode file, JsonNode channel) {
        String binding = channel.at("/bindings/$ref").asText().substring(1);
        return file.at(binding).at("/amqp/exchange/name").asText();
    }

    private void arrived(String tag, Delivery delivery) throws IOException {
        switch (delivery.getProperties().getContentType()) {
            case STRUCTURED -> heard.add(new Heard(format.deserialize(delivery.getBody()), false));
            case BATCH -> {
                for (JsonNode element : json.readTree(delivery.getBody())) {
                    heard.add(new Heard(format.deserialize(json.writeValueAsBytes(element)), true));
                }
            }
            default -> throw new IOException("neither one event nor a batch");
        }
    }
}
