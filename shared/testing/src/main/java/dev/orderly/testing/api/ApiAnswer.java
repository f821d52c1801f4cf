package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An answer that an operation may give.
 *
 * @param contents the schema of each media type; empty for an answer without a body
 * @param headers the headers that it may have, and whether it always has them
 */
public record ApiAnswer(Map<String, JsonNode> contents, Map<String, Boolean> headers) {}
