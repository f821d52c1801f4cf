package dev.orderly.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * One object of JSON or YAML, read property by property into a record. Every reading says what is allowed; what is wrong is collected,
 * under its path ({@code items[2].quantity}), together with properties that nobody asked for. A reading of a wrong value answers a
 * stand-in, so that reading goes on: call {@link #check()} before the values are used, or read inside {@link #into}.
 */
public final class Fields {

    private static final UUID NO_UUID = new UUID(0, 0);

    private final Source source;

    private Fields(Source source) {
        this.source = source;
    }

    /** Reads a request body: one JSON object. @throws Problem 400 when it is no JSON, not UTF-8, nested beyond 32, doubled … */
    public static Fields parse(Buffer body) {
        return root(TreeReader.json(body), "The body must be a JSON object.");
    }

    /** Reads a configuration file: one YAML mapping. @throws Problem as {@link #parse} */
    public static Fields parseYaml(String text) {
        return root(TreeReader.yaml(text), "The file must be a YAML mapping.");
    }

    private static Fields root(JsonNode tree, String otherwise) {
        if (tree instanceof ObjectNode object) {
            return of(object, "");
        }
        throw Problem.malformed(otherwise);
    }

    /** The object as a tree that was read before, under this path. */
    public static Fields of(ObjectNode tree, String path) {
        return new Fields(new Source(path, tree, false, new ArrayList<>()));
    }

    /** As {@link #of}, for trees in which numbers and flags may also be spelled as text (environment, query). */
    public static Fields spelled(ObjectNode tree, String path) {
        return new Fields(new Source(path, tree, true, new ArrayList<>()));
    }

    /** Texts by name, as a query gives them. */
    public static Fields spelled(Map<String, String> texts) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        texts.forEach(tree::put);
        return spelled(tree, "");
    }

    /** A required text of 1 to {@code maxLength} characters, not blank. */
    public String text(String name, int maxLength) {
        return source.required(name).flatMap(value -> value.text(maxLength)).orElse("");
    }

    /** A text, or this when it is not given. */
    public String text(String name, int maxLength, String defaultValue) {
        return optionalText(name, maxLength).orElse(defaultValue);
    }

    /** A text if it is given. */
    public Optional<String> optionalText(String name, int maxLength) {
        return source.given(name).flatMap(value -> value.text(maxLength));
    }

    /** A required identifier: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
    public String id(String name) {
        return source.required(name).flatMap(Value::id).orElse("");
    }

    /** An identifier, if it is given. */
    public Optional<String> optionalId(String name) {
        return source.given(name).flatMap(Value::id);
    }

    /** A required UUID (RFC 9562 text form). */
    public UUID uuid(String name) {
        return source.required(name).flatMap(Value::uuid).orElse(NO_UUID);
    }

    /** A UUID, if it is given. */
    public Optional<UUID> optionalUuid(String name) {
        return source.given(name).flatMap(Value::uuid);
    }

    /** A required whole number from {@code min} to {@code max}; 1.0 and 1e2 are whole, "1" is not. */
    public long whole(String name, long min, long max) {
        return source.required(name).flatMap(value -> value.whole(min, max)).orElse(min);
    }

    /** A whole number, or this when it is not given. */
    public long whole(String name, long defaultValue, long min, long max) {
        return source.given(name).flatMap(value -> value.whole(min, max)).orElse(defaultValue);
    }

    /** A required whole number that is an {@code int}. */
    public int count(String name, int min, int max) {
        return Math.toIntExact(whole(name, min, max));
    }

    /** A whole number that is an {@code int}, or this when it is not given. */
    public int count(String name, int defaultValue, int min, int max) {
        return Math.toIntExact(whole(name, defaultValue, min, max));
    }

    /** A required amount of money: 0 to 999,999,999,999, at most four fraction digits; the currency's own digits are not known here. */
    public BigDecimal amount(String name) {
        return source.required(name).flatMap(Value::amount).orElse(BigDecimal.ZERO);
    }

    /** True or false, or this when it is not given. */
    public boolean flag(String name, boolean defaultValue) {
        return source.given(name).flatMap(Value::flag).orElse(defaultValue);
    }

    /** A duration ({@code 500ms, 2s, 30m, 12h, 3d} or ISO 8601), or this when it is not given. */
    public Duration duration(String name, Duration defaultValue, Duration min, Duration max) {
        return source.given(name).flatMap(value -> value.duration(min, max)).orElse(defaultValue);
    }

    /** One of these words. */
    public String choice(String name, List<String> allowed) {
        return source.required(name).flatMap(value -> value.choice(allowed)).orElse(allowed.get(0));
    }

    /** One of these words, or this when it is not given. */
    public String choice(String name, List<String> allowed, String defaultValue) {
        return source.given(name).flatMap(value -> value.choice(allowed)).orElse(defaultValue);
    }

    /** One of these words, if it is given. */
    public Optional<String> optionalChoice(String name, List<String> allowed) {
        return source.given(name).flatMap(value -> value.choice(allowed));
    }

    /** A constant by its name in lower case, or this when it is not given. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E defaultValue) {
        return optionalChoice(name, type).orElse(defaultValue);
    }

    /** A constant by its name in lower case, if it is given. */
    public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
        return source.given(name).flatMap(value -> value.choice(type));
    }

    /** A required object; when it is absent, its required properties are not also reported. */
    public Fields object(String name) {
        return new Fields(source.required(name).flatMap(source::child).orElseGet(source::discarded));
    }

    /** An object, if it is given. */
    public Optional<Fields> optionalObject(String name) {
        return source.given(name).flatMap(source::child).map(Fields::new);
    }

    /** An object, or an empty one when it is not given: a section of a configuration in which all has a default. */
    public Fields section(String name) {
        return new Fields(source.section(name));
    }

    /** A required array of {@code min} to {@code max} objects; a longer one is not read. */
    public List<Fields> objects(String name, int min, int max) {
        return source.required(name).flatMap(value -> value.elements(min, max)).orElseGet(List::of).stream()
                .flatMap(value -> source.child(value).stream())
                .map(Fields::new)
                .toList();
    }

    /** A required array of {@code min} to {@code max} texts. */
    public List<String> texts(String name, int min, int max, int maxLength) {
        return source.required(name)
                .flatMap(value -> value.texts(min, max, maxLength))
                .orElseGet(List::of);
    }

    /** An array of texts, or this when it is not given. */
    public List<String> texts(String name, int min, int max, int maxLength, List<String> defaultValue) {
        return source.given(name)
                .flatMap(value -> value.texts(min, max, maxLength))
                .orElse(defaultValue);
    }

    /** Whatever stands there, as a tree, if it is given. */
    public Optional<JsonNode> tree(String name) {
        return source.given(name).map(Value::node);
    }

    /** Whether the property is there, be it null. */
    public boolean has(String name) {
        return source.has(name);
    }

    /** All property names that are there; for objects whose names are content. */
    public List<String> names() {
        return source.names();
    }

    /** Where this object stands; empty for the whole document. */
    public String path() {
        return source.path();
    }

    /** Adds a violation at a property of this object; an empty name means the object itself. */
    public void reject(String name, String why) {
        source.reject(name, why);
    }

    /** Ends the reading. @throws Problem 400 with every violation and every property that nobody asked for */
    public void check() {
        List<Violation> all = source.allViolations();
        if (!all.isEmpty()) {
            throw Problem.validation(all);
        }
    }

    /** Reads with this function and checks: a violation wins over whatever the function made of the stand-ins. */
    public <T> T into(Function<Fields, T> reader) {
        try {
            T value = reader.apply(this);
            check();
            return value;
        } catch (IllegalArgumentException | ArithmeticException | NullPointerException unfit) {
            check();
            throw unfit;
        }
    }

    /** Every path that was asked for so far: what a configuration reference has to explain. Elements of arrays are left out. */
    public Set<String> known() {
        return source.known();
    }
}
