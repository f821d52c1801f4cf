package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a value against a schema, strictly: an object has no property that the schema does not name, and a word of the schema that is
 * not known here is a fault of the test. A moment is in UTC.
 */
public final class SchemaCheck {

    private static final Set<String> NOTES =
            Set.of("description", "title", "default", "example", "examples", "deprecated", "additionalProperties");

    private final List<String> faults = new ArrayList<>();

    private SchemaCheck() {}

    /** What is wrong with the value, each with its place; nothing when the schema allows it. */
    public static List<String> faults(JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck();
        check.check(schema, value, "$");
        return check.faults;
    }

    /** Whether the schema allows the value. */
    public static boolean allows(JsonNode schema, JsonNode value) {
        return faults(schema, value).isEmpty();
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        schema.properties().stream()
                .filter(rule -> !NOTES.contains(rule.getKey()))
                .forEach(rule -> check(rule, schema, value, at));
        if (schema.has("properties") && value.isObject()) {
            refuseUnknown(schema, value, at);
        }
    }

    private void check(Map.Entry<String, JsonNode> rule, JsonNode schema, JsonNode value, String at) {
        switch (rule.getKey()) {
            case "required" -> checkRequired(rule.getValue(), value, at);
            case "properties" -> checkProperties(rule.getValue(), value, at);
            case "items" -> checkItems(rule.getValue(), value, at);
            case "oneOf" -> checkOneOf(rule.getValue(), value, at);
            default -> checkPlain(rule, schema, value, at);
        }
    }

    private void checkPlain(Map.Entry<String, JsonNode> rule, JsonNode schema, JsonNode value, String at) {
        boolean isKept = SchemaRules.named(rule.getKey())
                .orElseThrow(() -> new AssertionError("a word of schemas that is not known here: " + rule))
                .isKept(rule.getValue(), value, schema);
        if (!isKept) {
            faults.add(at + " is not of " + rule);
        }
    }

    private void checkRequired(JsonNode names, JsonNode value, String at) {
        if (value.isObject()) {
            names.forEach(name -> {
                if (!value.has(name.asText())) {
                    faults.add(at + " has no " + name);
                }
            });
        }
    }

    private void checkProperties(JsonNode properties, JsonNode value, String at) {
        properties.properties().forEach(property -> {
            if (value.has(property.getKey())) {
                check(property.getValue(), value.path(property.getKey()), at + "." + property.getKey());
            }
        });
    }

    private void refuseUnknown(JsonNode schema, JsonNode value, String at) {
        value.properties().forEach(member -> {
            if (!schema.path("properties").has(member.getKey())) {
                faults.add(at + " has " + member.getKey() + ", which is not documented");
            }
        });
    }

    private void checkItems(JsonNode schema, JsonNode value, String at) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema, value.path(i), at + "[" + i + "]");
            }
        }
    }

    private void checkOneOf(JsonNode alternatives, JsonNode value, String at) {
        int allowing = 0;
        for (JsonNode alternative : alternatives) {
            allowing += allows(alternative, value) ? 1 : 0;
        }
        if (allowing != 1) {
            faults.add(at + " is allowed by " + allowing + " of the alternatives");
        }
    }
}
