package dev.orderly.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.orderly.contracts.Address;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.Subscription;
import dev.orderly.order.domain.Status;
import dev.orderly.order.stats.OrderStats;
import dev.orderly.web.Fields;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class OrderContractTest {

    private final JsonNode http = yaml("openapi/order.yaml");
    private final JsonNode events = yaml("asyncapi/order.yaml");

    @Test
    void documentsEveryAnswer() {
        assertThat(properties("Order")).isEqualTo(components(OrderViews.OrderView.class));
        assertThat(properties("OrderLine")).isEqualTo(components(OrderLine.class));
        assertThat(properties("OrderPage")).isEqualTo(components(OrderViews.Page.class));
        assertThat(properties("Timeline")).isEqualTo(components(OrderViews.Timeline.class));
        assertThat(properties("Step")).isEqualTo(components(OrderViews.Step.class));
        assertThat(properties("OrderStats")).isEqualTo(components(OrderStats.class));
        assertThat(properties("MinuteCounts")).isEqualTo(components(OrderStats.Minute.class));
        assertThat(properties("StatusCounts")).containsExactlyInAnyOrderElementsOf(Status.labels());
    }

    @Test
    void documentsEveryPropertyThatIsRead() {
        Fields place = Fields.parse(Buffer.buffer("{\"customerId\":\"ann\",\"items\":[\"tea\"],\"shipTo\":{}}"));
        Fields patch = Fields.parse(Buffer.buffer("{\"status\":\"shipped\"}"));
        Fields cancel = Fields.parse(Buffer.buffer("{}"));

        assertThat(OrderBodies.placeOrder(place)).isNotNull();
        assertThat(OrderBodies.patchedStatus(patch)).isEqualTo(Status.SHIPPED);
        assertThat(OrderBodies.cancelReason(cancel)).isEqualTo("customer_request");

        assertThat(topLevel(place.known())).isEqualTo(properties("OrderCreate"));
        assertThat(patch.known()).isEqualTo(properties("OrderPatch"));
        assertThat(cancel.known()).isEqualTo(properties("OrderCancel"));
        assertThat(properties("Address")).isEqualTo(components(Address.class));
    }

    @Test
    void documentsEveryStatus() {
        assertThat(words(http.at("/components/schemas/Status/enum"))).isEqualTo(Status.labels());
    }

    @Test
    void documentsEveryEventThatIsHeard() {
        assertThat(channels("publish"))
                .isEqualTo(sorted(Subscription.of(List.of("order"), Flow.STANDARD).stream()
                        .map(queue -> queue.type().wireName())));
    }

    @Test
    void documentsEveryPropertyOfItsEvents() {
        for (String channel : channels("subscribe")) {
            String message = events.at("/channels")
                    .get(channel)
                    .at("/subscribe/message/$ref")
                    .asText();
            JsonNode payload = events.at(message.substring(1) + "/payload/properties");
            assertThat(names(payload)).as(channel).isEqualTo(components(record(channel)));
        }
    }

    private static Class<? extends Event> record(String wireName) {
        return EventType.named(wireName).orElseThrow().record();
    }

    private Set<String> channels(String direction) {
        JsonNode channels = events.get("channels");
        return sorted(names(channels).stream().filter(name -> channels.get(name).has(direction)));
    }

    private Set<String> properties(String schema) {
        return names(http.at("/components/schemas/" + schema + "/properties"));
    }

    private static Set<String> components(Class<?> record) {
        return sorted(Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName));
    }

    private static Set<String> topLevel(Set<String> paths) {
        return sorted(paths.stream().filter(path -> !path.contains(".")));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> sorted(Stream<String> words) {
        Set<String> sorted = new TreeSet<>();
        words.forEach(sorted::add);
        return sorted;
    }

    private static List<String> words(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asText())
                .toList();
    }

    private static JsonNode yaml(String resource) {
        try (InputStream file = OrderContractTest.class.getClassLoader().getResourceAsStream(resource)) {
            return new YAMLMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new AssertionError(resource, unreadable);
        }
    }
}
