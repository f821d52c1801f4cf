package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The words of a JSON schema that look at a value alone: word → whether the value keeps the rule. */
final class SchemaRules {

    /** Whether a value keeps a rule; {@code schema} is where the rule stands. */
    @FunctionalInterface
    interface Rule {
        boolean isKept(JsonNode rule, JsonNode value, JsonNode schema);
    }

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("type", (rule, value, schema) -> isOfType(rule, value)),
            Map.entry("enum", (rule, value, schema) -> isAmong(rule, value)),
            Map.entry("format", (rule, value, schema) -> !value.isTextual() || isFormed(rule.asText(), value.asText())),
            Map.entry(
                    "pattern",
                    (rule, value, schema) -> !value.isTextual()
                            || Pattern.compile(rule.asText())
                                    .matcher(value.asText())
                                    .find()),
            Map.entry("minLength", (rule, value, schema) -> !value.isTextual() || length(value) >= rule.asInt()),
            Map.entry("maxLength", (rule, value, schema) -> !value.isTextual() || length(value) <= rule.asInt()),
            Map.entry("minItems", (rule, value, schema) -> !value.isArray() || value.size() >= rule.asInt()),
            Map.entry("maxItems", (rule, value, schema) -> !value.isArray() || value.size() <= rule.asInt()),
            Map.entry("minProperties", (rule, value, schema) -> !value.isObject() || value.size() >= rule.asInt()),
            Map.entry("minimum", (rule, value, schema) -> !value.isNumber() || isAtLeast(rule, value, schema)),
            Map.entry("maximum", (rule, value, schema) -> !value.isNumber() || compare(value, rule) <= 0),
            Map.entry(
                    "exclusiveMinimum",
                    (rule, value, schema) -> !value.isNumber() || rule.isBoolean() || compare(value, rule) > 0),
            Map.entry("multipleOf", (rule, value, schema) -> !value.isNumber() || isMultiple(rule, value)));

    private SchemaRules() {}

    static Optional<Rule> named(String word) {
        return Optional.ofNullable(RULES.get(word));
    }

    private static boolean isOfType(JsonNode rule, JsonNode value) {
        Predicate<String> isOf = type -> switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "number" -> value.isNumber();
            default -> type.equals("integer") && isWhole(value);
        };
        return rule.isArray()
                ? StreamSupport.stream(rule.spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(isOf)
                : isOf.test(rule.asText());
    }

    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isAmong(JsonNode words, JsonNode value) {
        return StreamSupport.stream(words.spliterator(), false).anyMatch(value::equals);
    }

    /** Before OpenAPI 3.1 whether the minimum counts stands beside it. */
    private static boolean isAtLeast(JsonNode rule, JsonNode value, JsonNode schema) {
        boolean isExcluded = schema.path("exclusiveMinimum").isBoolean()
                && schema.path("exclusiveMinimum").asBoolean();
        return isExcluded ? compare(value, rule) > 0 : compare(value, rule) >= 0;
    }

    private static int compare(JsonNode value, JsonNode bound) {
        return value.decimalValue().compareTo(bound.decimalValue());
    }

    private static boolean isMultiple(JsonNode step, JsonNode value) {
        return value.decimalValue().remainder(new BigDecimal(step.asText())).signum() == 0;
    }

    private static int length(JsonNode text) {
        return text.asText().codePointCount(0, text.asText().length());
    }

    private static boolean isFormed(String format, String text) {
        return switch (format) {
            case "uuid" -> UUID_FORM.matcher(text).matches();
            case "date-time" -> isMoment(text);
            default -> true;
        };
    }

    /** RFC 3339, in UTC. */
    private static boolean isMoment(String text) {
        try {
            return text.endsWith("Z") && OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeParseException none) {
            return false;
        }
    }
}
