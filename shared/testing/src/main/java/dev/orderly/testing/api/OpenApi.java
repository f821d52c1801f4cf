package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A service's OpenAPI file, with what it refers to in place of the references. */
public final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = resolved(document, document);
    }

    /** The contract of the service with this name, from the class path. */
    public static OpenApi of(String service) {
        try (InputStream file = OpenApi.class.getClassLoader().getResourceAsStream("openapi/" + service + ".yaml")) {
            return new OpenApi(new YAMLMapper().readTree(file));
        } catch (IOException unreadable) {
            throw new AssertionError(service, unreadable);
        }
    }

    /** The schema with this name. */
    public JsonNode schema(String name) {
        JsonNode schema = document.at("/components/schemas/" + name);
        if (schema.isMissingNode()) {
            throw new AssertionError("no schema " + name);
        }
        return schema;
    }

    /** All operations, in the order of the file. */
    public List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> operations.add(operation(path.getKey(), path.getValue(), entry))));
        return operations;
    }

    private static ApiOperation operation(String path, JsonNode shared, Map.Entry<String, JsonNode> entry) {
        JsonNode operation = entry.getValue();
        JsonNode body = operation.path("requestBody");
        return new ApiOperation(
                operation.path("operationId").asText(),
                entry.getKey().toUpperCase(Locale.ROOT),
                path,
                Stream.of(shared, operation)
                        .flatMap(owner -> each(owner.path("parameters")))
                        .map(OpenApi::parameter)
                        .toList(),
                Optional.of(body.at("/content/application~1json/schema")).filter(schema -> !schema.isMissingNode()),
                body.path("required").asBoolean(),
                answers(operation.path("responses")));
    }

    private static ApiParameter parameter(JsonNode parameter) {
        return new ApiParameter(
                parameter.path("name").asText(),
                parameter.path("in").asText(),
                parameter.path("required").asBoolean(),
                parameter.path("schema"));
    }

    private static Map<Integer, ApiAnswer> answers(JsonNode responses) {
        Map<Integer, ApiAnswer> answers = new LinkedHashMap<>();
        responses.properties().forEach(entry -> answers.put(Integer.valueOf(entry.getKey()), answer(entry.getValue())));
        return answers;
    }

    private static ApiAnswer answer(JsonNode response) {
        Map<String, JsonNode> contents = new LinkedHashMap<>();
        response.path("content")
                .properties()
                .forEach(content ->
                        contents.put(content.getKey(), content.getValue().path("schema")));
        Map<String, Boolean> headers = new LinkedHashMap<>();
        response.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().path("required").asBoolean()));
        return new ApiAnswer(contents, headers);
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode resolved(JsonNode node, JsonNode whole) {
        if (node.has("$ref")) {
            return resolved(whole.at(node.path("$ref").asText().substring(1)), whole);
        }
        if (node.isArray()) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> elements.add(resolved(element, whole)));
            return elements;
        }
        if (node.isObject()) {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> members.set(member.getKey(), resolved(member.getValue(), whole)));
            return members;
        }
        return node;
    }
}
