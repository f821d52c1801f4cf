package dev.orderly.web;

import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.json.JsonArray;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path or query parameter with the limits that the contract sets: type, format, minimum, maximum, lengths, pattern, enum, default. */
record ContractParameter(
        String name,
        boolean inPath,
        boolean required,
        String type,
        String format,
        long minimum,
        long maximum,
        int maxLength,
        Optional<Pattern> pattern,
        List<String> allowed,
        Optional<String> defaultValue) {

    private static final int DEFAULT_MAX_LENGTH = 1_024;

    static ContractParameter of(Parameter parameter) {
        JsonSchema schema = parameter.getSchema();
        return new ContractParameter(
                parameter.getName(),
                parameter.getIn() == Location.PATH,
                parameter.isRequired(),
                text(schema, "type").orElse("string"),
                text(schema, "format").orElse(""),
                number(schema, "minimum", Long.MIN_VALUE),
                number(schema, "maximum", Long.MAX_VALUE),
                (int) number(schema, "maxLength", DEFAULT_MAX_LENGTH),
                text(schema, "pattern").map(Pattern::compile),
                words(schema),
                Optional.ofNullable(schema.get("default")).map(String::valueOf));
    }

    private static Optional<String> text(JsonSchema schema, String key) {
        return Optional.ofNullable(schema.get(key)).map(String::valueOf);
    }

    private static long number(JsonSchema schema, String key, long otherwise) {
        return schema.get(key) instanceof Number number ? number.longValue() : otherwise;
    }

    private static List<String> words(JsonSchema schema) {
        List<String> words = new ArrayList<>();
        if (schema.get("enum") instanceof JsonArray array) {
            array.forEach(word -> words.add(String.valueOf(word)));
        }
        return List.copyOf(words);
    }

    /** Adds a violation unless the text, absent or there, is what the contract says. */
    void check(@Nullable String text, List<Violation> violations) {
        if (text == null) {
            if (required) {
                violations.add(new Violation(name, "is required"));
            }
            return;
        }
        Optional<?> read = read(new Value(name, TextNode.valueOf(text), true, violations), text);
        if (read.isPresent() && text.chars().anyMatch(ContractParameter::isUnprintable)) {
            violations.add(new Violation(name, "must not hold control characters or broken Unicode"));
        }
    }

    /** Escapes that are no UTF-8 have been decoded to the replacement character. */
    private static boolean isUnprintable(int character) {
        return Character.isISOControl(character) || character == 0xFFFD;
    }

    private Optional<?> read(Value value, String text) {
        if (!allowed.isEmpty()) {
            return value.choice(allowed);
        }
        if ("integer".equals(type)) {
            return value.whole(minimum, maximum);
        }
        if ("boolean".equals(type)) {
            return value.flag();
        }
        if ("uuid".equals(format)) {
            return value.uuid();
        }
        if (Value.length(text) > maxLength) {
            return value.wrong("must have at most " + maxLength + " characters");
        }
        return pattern.isPresent() ? value.matching(pattern.get(), "must match " + pattern.get()) : Optional.of(text);
    }
}
