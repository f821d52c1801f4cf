package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;

/** One parameter of an operation; {@code in} is path, query or header. */
public record ApiParameter(String name, String in, boolean required, JsonNode schema) {

    /** Whether the schema says nothing about which words there are: only the server knows. */
    public boolean isOpaque() {
        return schema.path("type").asText().equals("string")
                && !schema.has("pattern")
                && !schema.has("format")
                && !schema.has("enum");
    }
}
