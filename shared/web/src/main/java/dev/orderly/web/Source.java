package dev.orderly.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The object behind {@link Fields}: remembers which properties were asked for; one list of violations serves the whole document. */
final class Source {

    private final String path;
    private final ObjectNode object;
    private final boolean spelled;
    private final List<Violation> violations;
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, Source> children = new TreeMap<>();

    Source(String path, ObjectNode object, boolean spelled, List<Violation> violations) {
        this.path = path;
        this.object = object;
        this.spelled = spelled;
        this.violations = violations;
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String path() {
        return path;
    }

    boolean has(String name) {
        return object.has(name);
    }

    List<String> names() {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    Optional<Value> given(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name))
                .map(node -> new Value(join(path, name), node, spelled, violations));
    }

    Optional<Value> required(String name) {
        Optional<Value> value = given(name);
        if (value.isEmpty()) {
            reject(name, "is required");
        }
        return value;
    }

    Source section(String name) {
        return given(name)
                .map(value -> child(value).orElseGet(this::discarded))
                .orElseGet(() -> adopted(join(path, name), JsonNodeFactory.instance.objectNode()));
    }

    Optional<Source> child(Value value) {
        return value.node() instanceof ObjectNode nested
                ? Optional.of(adopted(value.path(), nested))
                : value.wrong("must be an object");
    }

    private Source adopted(String at, ObjectNode nested) {
        return children.computeIfAbsent(at, fresh -> new Source(fresh, nested, spelled, violations));
    }

    /** Takes the readings of an object that is not there, and keeps what they find wrong to itself. */
    Source discarded() {
        return new Source(path, JsonNodeFactory.instance.objectNode(), spelled, new ArrayList<>());
    }

    void reject(String name, String why) {
        violations.add(new Violation(name.isEmpty() ? path : join(path, name), why));
    }

    List<Violation> allViolations() {
        List<Violation> all = new ArrayList<>(violations);
        addUnknown(all);
        return all;
    }

    Set<String> known() {
        Set<String> known = new TreeSet<>();
        asked.forEach(name -> known.add(join(path, name)));
        children.values().forEach(child -> known.addAll(child.known()));
        return known;
    }

    private void addUnknown(List<Violation> all) {
        for (String name : names()) {
            if (!asked.contains(name)) {
                all.add(new Violation(join(path, name), "is not known here" + knownNames()));
            }
        }
        children.values().forEach(child -> child.addUnknown(all));
    }

    private String knownNames() {
        return asked.isEmpty() ? "" : "; known are " + String.join(", ", asked);
    }
}
