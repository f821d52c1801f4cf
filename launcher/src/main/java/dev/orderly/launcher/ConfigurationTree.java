package dev.orderly.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings as a tree, each layer over the one before: the defaults in the jar ({@code config/orderly.yaml}), the file of
 * {@code --config}, the environment ({@code ORDERLY_HTTP_PORT} for {@code http.port}), the options of the command line.
 */
final class ConfigurationTree {

    private static final String DEFAULTS = "/config/orderly.yaml";
    private static final String ENVIRONMENT_PREFIX = "ORDERLY_";
    private static final List<String> NOT_SETTINGS = List.of("ORDERLY_JAVA_OPTS", "ORDERLY_TEST_", "ORDERLY_TOKEN");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final ObjectNode tree = defaults();
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, String> origins = new TreeMap<>();
    private String origin = "default";

    /** The settings that the jar carries: every key that exists, with its default. */
    static ObjectNode defaults() {
        try (InputStream file = ConfigurationTree.class.getResourceAsStream(DEFAULTS)) {
            return (ObjectNode) YAML.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays a file over what is there. */
    void over(Path file) {
        try {
            JsonNode read = YAML.readTree(Files.readString(file));
            if (read instanceof ObjectNode settings) {
                Map<String, String> given = new TreeMap<>();
                collectPaths("", settings, given);
                given.values().forEach(path -> origins.put(path, file.toString()));
                merge(tree, settings);
            } else if (!read.isMissingNode() && !read.isNull()) {
                mistakes.add(file + ": a mapping of settings is expected");
            }
        } catch (JsonProcessingException e) {
            mistakes.add(file + ": " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read");
        }
    }

    /** Lays the variables that start with {@code ORDERLY_} over what is there; one that names no setting is a mistake. */
    void over(Map<String, String> environment) {
        Map<String, String> pathsByVariable = new TreeMap<>();
        collectPaths("", tree, pathsByVariable);
        environment.forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && NOT_SETTINGS.stream().noneMatch(variable::startsWith)) {
                Optional.ofNullable(pathsByVariable.get(variable))
                        .ifPresentOrElse(
                                path -> {
                                    setSpelled(path, value);
                                    origins.put(path, variable);
                                },
                                () -> mistakes.add("environment variable " + variable + ": names no setting"));
            }
        });
    }

    /** A setting that is a text by default is taken as it stands: a password may look like a number or a comment. */
    private void setSpelled(String path, String value) {
        if (tree.at("/" + path.replace('.', '/')).isTextual()) {
            setText(path, value);
        } else {
            set(path, value);
        }
    }

    /** Sets one value, written as YAML writes it ({@code 8080}, {@code [order, stock]}), at a path such as {@code http.port}. */
    void set(String path, String value) {
        try {
            set(path, YAML.readTree(value));
        } catch (JsonProcessingException e) {
            mistakes.add(path + ": cannot be read: " + e.getOriginalMessage());
        }
    }

    /** Sets a text as it stands. */
    void setText(String path, String value) {
        set(path, YAML.getNodeFactory().textNode(value));
    }

    private void set(String path, JsonNode value) {
        String[] names = path.split("\\.", -1);
        ObjectNode parent = tree;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObjectProperty(names[i]);
        }
        parent.set(names[names.length - 1], value);
        origins.put(path, origin);
    }

    /** Where what is set from now on comes from, in words. */
    void from(String source) {
        origin = source;
    }

    /** Where a setting comes from: {@code default}, the file, the variable, {@code option}. */
    String originOf(String path) {
        return origins.getOrDefault(path, "default");
    }

    /** What was wrong with the sources themselves. */
    List<String> mistakes() {
        return mistakes;
    }

    /** Adds a mistake that a source outside the tree made. */
    void reject(String mistake) {
        mistakes.add(mistake);
    }

    /** All layers together; an empty text means that the setting is not given. */
    ObjectNode tree() {
        prune(tree);
        return tree;
    }

    private static void prune(ObjectNode section) {
        section.properties().removeIf(ConfigurationTree::isEmpty);
        section.forEach(child -> {
            if (child instanceof ObjectNode nested) {
                prune(nested);
            }
        });
    }

    private static boolean isEmpty(Map.Entry<String, JsonNode> setting) {
        return setting.getValue().isNull()
                || (setting.getValue().isTextual()
                        && setting.getValue().asText().isEmpty());
    }

    /** {@code ORDERLY_BROKER_VIRTUAL_HOST} for {@code broker.virtualHost}. */
    static String variableOf(String path) {
        String words = path.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
        return ENVIRONMENT_PREFIX + words.toUpperCase(Locale.ROOT);
    }

    private static void collectPaths(String path, JsonNode node, Map<String, String> pathsByVariable) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collectPaths(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            entry.getValue(),
                            pathsByVariable));
        } else {
            pathsByVariable.put(variableOf(path), path);
        }
    }

    private static void merge(ObjectNode below, ObjectNode above) {
        above.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode section && below.get(entry.getKey()) instanceof ObjectNode old) {
                merge(old, section);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
