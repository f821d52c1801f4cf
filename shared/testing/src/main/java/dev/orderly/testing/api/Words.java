package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes texts for the string schemas of our contracts: patterns of one class of characters, lengths, formats, enumerations. */
final class Words {

    private static final Pattern ONE_CLASS =
            Pattern.compile("\\^(?:\\(\\?!.*?\\$\\))?\\[([^]]+)]\\{(\\d+)(?:,(\\d+))?}\\$");
    private static final Pattern RANGE = Pattern.compile("(.)-(.)|(.)");
    private static final int USUAL_LENGTH = 20;
    private static final String EXAMPLE = "example";

    /** What clients send by mistake or to do harm; which of it a schema allows is for the schema to say. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\t",
            "'; DROP TABLE orders; --",
            "\" OR 1=1",
            "%00",
            "\\",
            "../../etc/passwd",
            "${jndi:ldap://x}",
            "a\r\nSet-Cookie: b",
            "\u001b[31mred",
            "é",
            "\ud83d\ude00",
            "null",
            "0",
            "-1");

    private final Random random;

    Words(Random random) {
        this.random = random;
    }

    /** One that the schema allows: its example, if it has one, since what else there is depends on the shop. */
    String allowed(JsonNode schema) {
        if (schema.has(EXAMPLE)) {
            return schema.path(EXAMPLE).asText();
        }
        if (schema.path("format").asText().equals("uuid")) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        return letters(schema)
                .map(letters -> ofLength(letters, between(letters.min(), letters.max())))
                .orElseGet(() -> plain(schema));
    }

    /** Odd ones, and those of the lengths around the bounds. */
    List<String> candidates(JsonNode schema) {
        List<String> words = new ArrayList<>(ODD);
        Letters letters = letters(schema).orElseGet(() -> plainLetters(schema));
        IntStream.of(letters.min() - 1, letters.min(), letters.max(), letters.max() + 1)
                .filter(length -> length >= 0)
                .mapToObj(length -> ofLength(letters, length))
                .forEach(words::add);
        words.add("\ud83d\ude00".repeat(letters.max()));
        words.add("x".repeat(5_000));
        schema.path("enum").forEach(word -> words.add(word.asText()));
        Stream.of(EXAMPLE, "default")
                .filter(schema::has)
                .forEach(word -> words.add(schema.path(word).asText()));
        words.add(allowed(schema).toUpperCase(Locale.ROOT));
        words.add(allowed(schema) + " ");
        words.removeIf(word -> schema.has(EXAMPLE) && isOther(word, schema));
        return words;
    }

    private static boolean isOther(String word, JsonNode schema) {
        return SchemaCheck.allows(schema, TextNode.valueOf(word))
                && !word.equals(schema.path(EXAMPLE).asText());
    }

    private record Letters(String letters, int min, int max) {}

    private String plain(JsonNode schema) {
        return ofLength(
                plainLetters(schema),
                Math.min(USUAL_LENGTH, plainLetters(schema).max()));
    }

    private static Letters plainLetters(JsonNode schema) {
        return new Letters(
                "abcdefghij",
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(USUAL_LENGTH));
    }

    private static Optional<Letters> letters(JsonNode schema) {
        Matcher pattern = ONE_CLASS.matcher(schema.path("pattern").asText());
        if (!pattern.matches()) {
            return Optional.empty();
        }
        int min = Integer.parseInt(pattern.group(2));
        int max = pattern.group(3) == null ? min : Integer.parseInt(pattern.group(3));
        return Optional.of(new Letters(spelledOut(pattern.group(1)), min, max));
    }

    /** {@code A-Z_} as each of its characters. */
    private static String spelledOut(String characterClass) {
        Matcher range = RANGE.matcher(characterClass);
        StringBuilder letters = new StringBuilder();
        while (range.find()) {
            if (range.group(3) != null) {
                letters.append(range.group(3));
            } else {
                IntStream.rangeClosed(range.group(1).charAt(0), range.group(2).charAt(0))
                        .forEach(letter -> letters.append((char) letter));
            }
        }
        return letters.toString();
    }

    /** Begins with a letter of the alphabet, so that no word is a step in a path. */
    private String ofLength(Letters letters, int length) {
        return IntStream.range(0, length)
                .map(i -> i == 0 ? 0 : random.nextInt(letters.letters().length()))
                .mapToObj(i -> letters.letters().substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private int between(int min, int max) {
        return min + random.nextInt(Math.min(max, min + USUAL_LENGTH) - min + 1);
    }
}
