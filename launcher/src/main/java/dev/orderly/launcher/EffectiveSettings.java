package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The settings in force as YAML, each with where it comes from; what is secret is masked. */
record EffectiveSettings(ObjectNode tree, Function<String, String> origin) {

    private static final String INDENT = "  ";
    private static final int ORIGIN_COLUMN = 48;

    static EffectiveSettings of(ConfigurationTree tree) {
        return new EffectiveSettings(tree.tree(), tree::originOf);
    }

    /** The document, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        collect(tree, "", "", lines);
        return lines;
    }

    private void collect(ObjectNode section, String path, String indent, List<String> lines) {
        section.properties().forEach(entry -> {
            String name = path + entry.getKey();
            if (entry.getValue() instanceof ObjectNode nested) {
                lines.add(indent + entry.getKey() + ":");
                collect(nested, name + ".", indent + INDENT, lines);
            } else {
                lines.add(line(indent + entry.getKey() + ": " + shown(entry.getKey(), entry.getValue()), name));
            }
        });
    }

    private String line(String setting, String path) {
        String padding = " ".repeat(Math.max(1, ORIGIN_COLUMN - setting.length()));
        return setting + padding + "# " + origin.apply(path);
    }

    private static String shown(String key, JsonNode value) {
        return isSecret(key) ? "\"***\"" : value.toString();
    }

    /** A password, secret or token; the name of a file that holds one is none. */
    private static boolean isSecret(String key) {
        String word = key.toLowerCase(Locale.ROOT);
        return !word.endsWith("file")
                && (word.contains("password") || word.contains("secret") || word.contains("token"));
    }
}
