package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Values made from a schema: any that it allows, and every one that differs from such in one thing, be it missing, null, of another type,
 * at or past a bound, or one too many. Which of these it allows is for {@link SchemaCheck} to say.
 */
public final class Specimens {

    private static final int FEW = 3;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> OF_EACH_TYPE = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.numberNode(7),
            NODES.textNode("x"),
            NODES.arrayNode(),
            NODES.arrayNode().add("x"),
            NODES.objectNode(),
            NODES.objectNode().put("x", 1));
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "1.5",
            "0.01",
            "0.001",
            "1.0",
            "1e2",
            "1e400",
            "-1e400",
            "9223372036854775807",
            "9223372036854775808");

    private final Random random;
    private final Words words;
    private final Function<String, Optional<String>> known;

    /**
     * @param known a word that makes sense under this name of a property or parameter, if there is one: the id of something that exists
     */
    public Specimens(Random random, Function<String, Optional<String>> known) {
        this.random = random;
        this.words = new Words(random);
        this.known = known;
    }

    /** Any value that the schema of this name allows. */
    public JsonNode allowed(String name, JsonNode schema) {
        Optional<JsonNode> sensible =
                known.apply(name).<JsonNode>map(TextNode::valueOf).filter(word -> SchemaCheck.allows(schema, word));
        return sensible.filter(word -> random.nextInt(4) > 0).orElseGet(() -> made(name, schema));
    }

    private JsonNode made(String name, JsonNode schema) {
        if (schema.has("oneOf")) {
            return allowed(name, oneOf(schema.path("oneOf")));
        }
        if (schema.has("enum")) {
            return oneOf(schema.path("enum"));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, random::nextBoolean);
            case "array" -> array(name, schema, length(schema));
            case "string" -> NODES.textNode(words.allowed(schema));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(wholeNumber(schema));
            case "number" -> NODES.numberNode(BigDecimal.valueOf(1 + random.nextInt(10_000), 2));
            default -> throw new AssertionError("no value for " + schema);
        };
    }

    private int length(JsonNode array) {
        return between(
                array.path("minItems").asInt(0),
                Math.min(FEW, array.path("maxItems").asInt(FEW)));
    }

    private JsonNode oneOf(JsonNode choices) {
        return choices.path(random.nextInt(choices.size()));
    }

    private long wholeNumber(JsonNode schema) {
        long min = schema.path("minimum").asLong(0);
        return min + random.nextInt((int) Math.min(schema.path("maximum").asLong(1_000) - min, 20) + 1);
    }

    private int between(int min, int max) {
        return min + random.nextInt(Math.max(1, max - min + 1));
    }

    private ObjectNode object(JsonNode schema, BooleanSupplier isWanted) {
        ObjectNode object = NODES.objectNode();
        List<String> required = textsOf(schema.path("required"));
        schema.path("properties").properties().forEach(property -> {
            boolean isShort = object.size() < schema.path("minProperties").asInt(0);
            if (required.contains(property.getKey()) || isShort || isWanted.getAsBoolean()) {
                object.set(property.getKey(), allowed(property.getKey(), property.getValue()));
            }
        });
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int length) {
        ArrayNode array = NODES.arrayNode();
        IntStream.range(0, length).forEach(i -> array.add(allowed(name, schema.path("items"))));
        return array;
    }

    /** Values around what the schema allows, each with one thing about it, some allowed and some not. */
    public List<Specimen> around(String name, JsonNode schema) {
        List<Specimen> all = new ArrayList<>();
        OF_EACH_TYPE.forEach(value -> all.add(new Specimen(value.toString(), value)));
        if (schema.has("oneOf")) {
            schema.path("oneOf").forEach(choice -> all.addAll(around(name, choice)));
        }
        switch (schema.path("type").asText()) {
            case "object" -> all.addAll(objects(schema));
            case "array" -> all.addAll(arrays(name, schema));
            case "string" -> words.candidates(schema).forEach(word -> all.add(Specimen.of(NODES.textNode(word))));
            case "integer", "number" -> numbers(schema).forEach(number -> all.add(Specimen.of(number)));
            default -> all.add(Specimen.of(allowed(name, schema)));
        }
        return all;
    }

    private static Stream<JsonNode> numbers(JsonNode schema) {
        Stream<BigDecimal> bounds = Stream.of("minimum", "maximum")
                .filter(schema::has)
                .map(bound -> schema.path(bound).decimalValue())
                .flatMap(bound -> Stream.of(
                        bound,
                        bound.subtract(BigDecimal.ONE),
                        bound.add(BigDecimal.ONE),
                        bound.add(new BigDecimal("0.01"))));
        return Stream.concat(bounds, NUMBERS.stream().map(BigDecimal::new)).map(NODES::numberNode);
    }

    private List<Specimen> objects(JsonNode schema) {
        List<Specimen> all = new ArrayList<>();
        all.add(new Specimen("all of it", object(schema, () -> true)));
        all.add(new Specimen("what is required", object(schema, () -> false)));
        all.add(new Specimen("one more property", object(schema, () -> true).put("surplus", 1)));
        all.add(new Specimen("a prototype", object(schema, () -> true).put("__proto__", "x")));
        schema.path("properties").properties().forEach(property -> {
            ObjectNode without = object(schema, () -> true);
            without.remove(property.getKey());
            all.add(new Specimen("no " + property.getKey(), without));
            around(property.getKey(), property.getValue())
                    .forEach(specimen -> all.add(new Specimen(
                            property.getKey() + " " + specimen.about(),
                            object(schema, () -> true).set(property.getKey(), specimen.value()))));
        });
        return all;
    }

    private List<Specimen> arrays(String name, JsonNode schema) {
        List<Specimen> all = new ArrayList<>();
        int max = schema.path("maxItems").asInt(10);
        int min = schema.path("minItems").asInt(0);
        IntStream.of(Math.max(0, min - 1), min, max, max + 1)
                .forEach(length -> all.add(new Specimen(length + " elements", array(name, schema, length))));
        around(name, schema.path("items"))
                .forEach(specimen -> all.add(new Specimen(
                        "holding " + specimen.about(),
                        NODES.arrayNode()
                                .add(allowed(name, schema.path("items")))
                                .add(specimen.value()))));
        return all;
    }

    private static List<String> textsOf(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
