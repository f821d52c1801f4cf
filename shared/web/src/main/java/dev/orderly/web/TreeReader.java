package dev.orderly.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the tree of a JSON (RFC 8259) or YAML text and refuses what other readers let pass: broken UTF-8, doubled properties, NUL
 * and lone surrogates in strings, nesting beyond 32 levels, anything after the end. What can be named by its path is collected.
 */
final class TreeReader {

    private static final int MAX_DEPTH = 32;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(1_000)
            .maxNameLength(1_000)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Violation> violations = new ArrayList<>();

    private TreeReader() {}

    static JsonNode json(Buffer document) {
        return read(JSON, text(document), "JSON");
    }

    static JsonNode yaml(String text) {
        return read(YAML, text, "YAML");
    }

    private static String text(Buffer document) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document.getBytes()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw Problem.malformed("The body is not valid UTF-8.");
        }
    }

    private static JsonNode read(JsonFactory factory, String text, String language) {
        try (JsonParser parser = factory.createParser(text)) {
            return new TreeReader().named(parser, language);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from a string", impossible);
        }
    }

    private JsonNode named(JsonParser parser, String language) throws IOException {
        try {
            return document(parser, language);
        } catch (StreamConstraintsException tooMuch) {
            throw Problem.validation(here(parser), "is too long or nested too deeply (at most 32 levels, 1000 digits)");
        } catch (JsonProcessingException broken) {
            throw Problem.malformed("The text is not valid " + language + at(broken) + ".");
        }
    }

    private static String here(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return pointer.replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.').replaceFirst("^\\.", "");
    }

    private static String at(JsonProcessingException broken) {
        return broken.getLocation() == null
                ? ""
                : ": line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr();
    }

    private JsonNode document(JsonParser parser, String language) throws IOException {
        if (parser.nextToken() == null) {
            throw Problem.malformed("The text is empty; " + language + " is expected.");
        }
        JsonNode tree = value(parser, "");
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "trailing");
        }
        if (!violations.isEmpty()) {
            throw Problem.validation(violations);
        }
        return tree;
    }

    private JsonNode value(JsonParser parser, String at) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, at);
            case START_ARRAY -> array(parser, at);
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(clean(parser.getText(), at));
        };
    }

    private JsonNode whole(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(parser.getBigIntegerValue())
                : NODES.numberNode(parser.getLongValue());
    }

    private JsonNode number(JsonParser parser) throws IOException {
        return parser.isNaN() ? NODES.textNode(parser.getText()) : DecimalNode.valueOf(parser.getDecimalValue());
    }

    private ObjectNode object(JsonParser parser, String at) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            String member = Source.join(at, clean(name, at));
            parser.nextToken();
            if (object.replace(name, value(parser, member)) != null) {
                violations.add(new Violation(member, "must be given once"));
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String at) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, at + "[" + array.size() + "]"));
        }
        return array;
    }

    private String clean(String text, String at) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || isLone(text, i)) {
                violations.add(new Violation(at, "must not hold NUL or broken Unicode"));
                return "";
            }
        }
        return text;
    }

    private static boolean isLone(String text, int index) {
        char here = text.charAt(index);
        if (Character.isHighSurrogate(here)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(here) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
