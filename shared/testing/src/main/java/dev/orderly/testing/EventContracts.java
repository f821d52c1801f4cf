package dev.orderly.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.EventCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The AsyncAPI files on the class path, to which every message is held that a test sees: what its sayer promises and what its hearers need. */
public final class EventContracts {

    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("app://orderly")
            .setDraft(Draft.DRAFT7)
            .setOutputFormat(OutputFormat.Basic);

    private static final String NO_DATA = "does not have required property \"data\"";

    private static final int SHOWN = 5;

    private static final String ARCHIVES =
            "SELECT table_schema FROM information_schema.tables WHERE table_name = 'outbox_archive'";

    private static final String SENT = "SELECT type, cardinality(event_ids) AS events, body FROM %s.outbox_archive";

    private static final String ERASURES = "SELECT count(*) FROM %s.operator_journal WHERE act = 'erase'";

    private static final EventContracts KNOWN = new EventContracts();

    private final YAMLMapper yaml = new YAMLMapper();
    private final Set<String> services = new HashSet<>();
    private final Map<String, Validator> said = new HashMap<>();
    private final Map<String, List<Validator>> needed = new HashMap<>();

    private EventContracts() {
        Subscription.TABLE.stream().map(Subscription::service).distinct().forEach(this::add);
    }

    /** Those of the services that are on the class path. */
    public static EventContracts known() {
        return KNOWN;
    }

    /** In what a message, as it was routed by this key, is not as the contracts say; empty when it is. */
    public synchronized List<String> violations(String key, String contentType, Buffer message) {
        try {
            return violations(key, contentType, Json.decodeValue(message));
        } catch (DecodeException broken) {
            return List.of(key + " is no JSON: " + broken.getMessage());
        }
    }

    /**
     * Fails when anything that the services with rows in this database have sent, as far as their archives keep it, is not as they say. An
     * erasure takes the data out of what is kept.
     */
    public void hold(TestDatabase database) {
        hold(database.rows(ARCHIVES).stream()
                .flatMap(schema -> archived(database, String.valueOf(schema.get("table_schema"))))
                .toList());
    }

    private Stream<String> archived(TestDatabase database, String schema) {
        boolean wasErased = database.number(ERASURES.formatted(schema)) > 0;
        return database.rows(SENT.formatted(schema)).stream()
                .flatMap(sent -> violations(sent).stream())
                .filter(violation -> !wasErased || !violation.contains(NO_DATA));
    }

    /** Fails with some of these, if there are any. */
    static void hold(List<String> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " things are not as the contracts say, as:\n"
                    + violations.stream().limit(SHOWN).collect(Collectors.joining("\n")));
        }
    }

    private List<String> violations(Map<String, Object> sent) {
        String contentType = sent.get("events") instanceof Integer events ? EventCodec.contentType(events) : "";
        return violations(String.valueOf(sent.get("type")), contentType, Buffer.buffer((byte[]) sent.get("body")));
    }

    private List<String> violations(String key, String contentType, Object json) {
        List<String> violations = new ArrayList<>();
        List<?> events = json instanceof JsonArray batch ? batch.stream().toList() : List.of(json);
        if (!contentType.equals(json instanceof JsonArray ? EventCodec.BATCH : EventCodec.STRUCTURED)) {
            violations.add(key + " travels as " + contentType + ", which it is not");
        }
        events.forEach(event -> violations.addAll(violations(key, event)));
        return violations;
    }

    private List<String> violations(String key, Object event) {
        if (!(event instanceof JsonObject attributes) || !key.equals(attributes.getValue("type"))) {
            return List.of("routed by " + key + ": " + event);
        }
        String source = String.valueOf(attributes.getValue("source"));
        Validator promised = said.get(source + " " + key);
        if (promised == null && services.contains(source)) {
            return List.of(source + " says " + key + ", which its contract does not name");
        }
        return Stream.concat(Stream.ofNullable(promised), needed.getOrDefault(key, List.of()).stream())
                .map(validator -> validator.validate(attributes))
                .filter(outcome -> !outcome.getValid())
                .map(outcome -> key + " of " + source + ": " + why(outcome) + " in " + attributes)
                .toList();
    }

    private static String why(OutputUnit outcome) {
        List<OutputUnit> errors = outcome.getErrors() == null ? List.of() : outcome.getErrors();
        return String.join(
                "; ",
                errors.stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList());
    }

    private void add(String service) {
        try (InputStream file =
                EventContracts.class.getClassLoader().getResourceAsStream("asyncapi/" + service + ".yaml")) {
            if (file != null) {
                services.add(service);
                add(service, yaml.readTree(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(service, unreadable);
        }
    }

    private void add(String service, JsonNode contract) {
        contract.path("channels").properties().forEach(channel -> {
            String type = channel.getKey();
            JsonNode operations = channel.getValue();
            if (operations.has("publish")) {
                said.put(service + " " + type, validator(operations.at("/publish/message"), contract));
            }
            if (operations.has("subscribe")) {
                needed.computeIfAbsent(type, first -> new ArrayList<>())
                        .add(validator(operations.at("/subscribe/message"), contract));
            }
        });
    }

    private static Validator validator(JsonNode message, JsonNode contract) {
        JsonNode payload = whole(message, contract).path("payload");
        return Validator.create(JsonSchema.of(new JsonObject(payload.toString())), OPTIONS);
    }

    /** A copy with what it refers to in place of the references. */
    private static JsonNode whole(JsonNode node, JsonNode contract) {
        if (node.has("$ref")) {
            return whole(contract.at(node.path("$ref").asText().substring(1)), contract);
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(whole(element, contract)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), whole(member.getValue(), contract)));
        return copy;
    }
}
