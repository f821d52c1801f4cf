package dev.orderly.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a service publishes about itself, {@code openapi/NAME.yaml} and {@code asyncapi/NAME.yaml}, to be held against what it is. */
public final class ServiceContract {

    private final String service;
    private final JsonNode http;
    private final JsonNode events;

    private ServiceContract(String service, JsonNode http, JsonNode events) {
        this.service = service;
        this.http = http;
        this.events = events;
    }

    /** The contract of the service with this name, from the class path. */
    public static ServiceContract of(String service) {
        return new ServiceContract(
                service, yaml("openapi/" + service + ".yaml"), yaml("asyncapi/" + service + ".yaml"));
    }

    /** The names of a schema's properties. */
    public Set<String> properties(String schema) {
        return names(http.at("/components/schemas/" + schema + "/properties"));
    }

    /** The words of an enumeration, in their order; {@code schema} may go on to a property: {@code Payment/properties/status}. */
    public List<String> words(String schema) {
        return each(http.at("/components/schemas/" + schema + "/enum"))
                .map(JsonNode::asText)
                .toList();
    }

    /** The events that it announces. */
    public Set<String> announced() {
        return channels("publish");
    }

    /** The events that it hears, in whatever shop. */
    public Set<String> heard() {
        return channels("subscribe");
    }

    /** The events for which the service has a queue in some shop. */
    public Set<String> queued() {
        return sorted(Subscription.TABLE.stream()
                .filter(queue -> queue.service().equals(service))
                .map(queue -> queue.type().wireName()));
    }

    /** The names of the properties that an announced event's {@code data} has by the contract. */
    public Set<String> payload(String event) {
        JsonNode message = resolved(events.at("/channels").path(event).at("/publish/message"));
        Set<String> names = new TreeSet<>();
        each(message.at("/payload/allOf"))
                .map(part -> resolved(part.at("/properties/data")))
                .forEach(data -> names.addAll(names(data.path("properties"))));
        return names;
    }

    /** The names of a record's components. */
    public static Set<String> components(Class<?> type) {
        return sorted(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName));
    }

    /** The names of the components of the event that goes by this name on the wire. */
    public static Set<String> components(String event) {
        return components(EventType.named(event).orElseThrow().record());
    }

    private Set<String> channels(String direction) {
        JsonNode channels = events.path("channels");
        return sorted(
                names(channels).stream().filter(name -> channels.path(name).has(direction)));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? events.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
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

    private static JsonNode yaml(String resource) {
        try (InputStream file = ServiceContract.class.getClassLoader().getResourceAsStream(resource)) {
            return new YAMLMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new AssertionError(resource, unreadable);
        }
    }
}
