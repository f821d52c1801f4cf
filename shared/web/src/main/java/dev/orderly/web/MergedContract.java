package dev.orderly.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One OpenAPI document out of those of several services: their paths, and of components that differ under one name the later by another name. */
final class MergedContract {

    private static final String COMPONENTS = "#/components/";

    private final ObjectNode merged;

    private MergedContract(ObjectNode merged) {
        this.merged = merged;
    }

    /** The contracts by service, in their order. @throws IllegalStateException when two services have an operation on one path and method */
    static ObjectNode of(Map<String, ObjectNode> contracts) {
        ObjectNode document = Json.mapper().createObjectNode().put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", "Orderly")
                .put("version", "1.0.0")
                .put("description", "All services of this process: " + String.join(", ", contracts.keySet()) + ".")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("tags");
        document.putObject("paths");
        document.putObject("components");
        MergedContract merging = new MergedContract(document);
        contracts.forEach(merging::add);
        return document;
    }

    private void add(String service, ObjectNode contract) {
        Map<String, String> names = newNames(service, contract);
        contract.path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .properties()
                        .forEach(component ->
                                addComponent(names, kind.getKey(), component.getKey(), component.getValue())));
        ((ArrayNode) merged.path("tags")).addAll(contract.withArray("tags"));
        contract.path("paths").properties().forEach(path -> addPath(path.getKey(), pointing(path.getValue(), names)));
    }

    /** Reference → reference, for the components whose name means something else already. */
    private Map<String, String> newNames(String service, ObjectNode contract) {
        Map<String, String> names = new HashMap<>();
        contract.path("components")
                .properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    String reference = COMPONENTS + kind.getKey() + "/" + component.getKey();
                    JsonNode known = merged.at(reference.substring(1));
                    if (!known.isMissingNode() && !whole(known, merged).equals(whole(component.getValue(), contract))) {
                        names.put(reference, COMPONENTS + kind.getKey() + "/" + capital(service) + component.getKey());
                    }
                }));
        return names;
    }

    private void addComponent(Map<String, String> names, String kind, String name, JsonNode component) {
        String reference = COMPONENTS + kind + "/" + name;
        String placed = names.getOrDefault(reference, reference);
        ((ObjectNode) merged.path("components"))
                .withObjectProperty(kind)
                .set(placed.substring(placed.lastIndexOf('/') + 1), pointing(component, names));
    }

    private void addPath(String path, JsonNode operations) {
        ObjectNode place = ((ObjectNode) merged.path("paths")).withObjectProperty(path);
        operations.properties().forEach(operation -> {
            if (place.has(operation.getKey()) && !place.path(operation.getKey()).equals(operation.getValue())) {
                throw new IllegalStateException("two services have " + operation.getKey() + " " + path);
            }
            place.set(operation.getKey(), operation.getValue());
        });
    }

    /** A copy whose references go to the new names. */
    private static JsonNode pointing(JsonNode node, Map<String, String> names) {
        JsonNode copy = node.deepCopy();
        copy.findParents("$ref").forEach(parent -> {
            String reference = parent.path("$ref").asText();
            ((ObjectNode) parent).put("$ref", names.getOrDefault(reference, reference));
        });
        return copy;
    }

    /** A copy with what it refers to in place of the references. */
    private static JsonNode whole(JsonNode node, JsonNode document) {
        if (node.has("$ref")) {
            return whole(document.at(node.path("$ref").asText().substring(1)), document);
        }
        if (node.isArray()) {
            var copy = Json.mapper().createArrayNode();
            node.forEach(element -> copy.add(whole(element, document)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), whole(member.getValue(), document)));
        return Json.mapper().createObjectNode().setAll(members);
    }

    private static String capital(String service) {
        return service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
    }
}
