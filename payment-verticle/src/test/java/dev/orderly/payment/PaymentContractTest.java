package dev.orderly.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import dev.orderly.payment.domain.Status;
import dev.orderly.web.Fields;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class PaymentContractTest {

    private final JsonNode http = yaml("openapi/payment.yaml");
    private final JsonNode events = yaml("asyncapi/payment.yaml");

    @Test
    void documentsEveryAnswer() {
        assertThat(properties("Payment")).isEqualTo(components(PaymentViews.PaymentView.class));
        assertThat(properties("Refund")).isEqualTo(components(PaymentViews.RefundView.class));
        assertThat(properties("PaymentPage")).isEqualTo(components(PaymentViews.Page.class));
    }

    @Test
    void documentsEveryPropertyThatIsRead() {
        Fields initiate = body();
        Fields refund = body();

        assertThat(PaymentBodies.initiate(initiate, "EUR", Optional.empty())).isNotNull();
        assertThat(PaymentBodies.refund(refund, "any", "EUR")).isNotNull();

        assertThat(initiate.known()).isEqualTo(properties("InitiatePayment"));
        assertThat(refund.known()).isEqualTo(properties("RefundPayment"));
    }

    @Test
    void documentsEveryStatus() {
        Set<String> documented = new TreeSet<>();
        http.at("/components/schemas/Payment/properties/status/enum").forEach(word -> documented.add(word.asText()));

        assertThat(documented)
                .isEqualTo(sorted(Arrays.stream(Status.values())
                        .filter(status -> status != Status.NONE)
                        .map(Status::label)));
    }

    @Test
    void documentsEveryEventThatIsHeardInSomeShop() {
        assertThat(channels("subscribe"))
                .isEqualTo(sorted(Subscription.TABLE.stream()
                        .filter(queue -> queue.service().equals(PaymentService.NAME))
                        .map(queue -> queue.type().wireName())));
    }

    @Test
    void documentsEveryPropertyOfItsEvents() {
        for (String channel : channels("publish")) {
            JsonNode payload = payload(channel);
            Set<String> documented = names(payload.get("properties"));
            payload.path("allOf")
                    .forEach(part -> documented.addAll(names(resolved(part).get("properties"))));
            assertThat(documented).as(channel).isEqualTo(components(record(channel)));
        }
    }

    private JsonNode payload(String channel) {
        JsonNode message = resolved(events.at("/channels").get(channel).at("/publish/message"));
        return resolved(message.get("payload"));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? events.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Fields body() {
        return Fields.parse(Buffer.buffer("{\"amount\":1}"));
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

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        if (object != null) {
            object.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    private static Set<String> sorted(Stream<String> words) {
        Set<String> sorted = new TreeSet<>();
        words.forEach(sorted::add);
        return sorted;
    }

    private static JsonNode yaml(String resource) {
        try (InputStream file = PaymentContractTest.class.getClassLoader().getResourceAsStream(resource)) {
            return new YAMLMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new AssertionError(resource, unreadable);
        }
    }
}
