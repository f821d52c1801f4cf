package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written about the settings is what the records read. */
class ConfigurationReferenceTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\| `([A-Z_]+)` \\| (.*?) \\| (.+?) \\|$");

    @Test
    void explainsEverySettingAndNoOther() throws IOException {
        assertThat(reference().keySet()).isEqualTo(known().keySet());
    }

    @Test
    void carriesEverySettingInTheDefaultFile() {
        Map<String, String> inFile = new TreeMap<>();
        collect("", ConfigurationTree.defaults(), inFile);

        assertThat(inFile.keySet()).isEqualTo(known().keySet());
    }

    @Test
    void hasTheDefaultsOfTheRecordsInTheFile() {
        assertThat(read(new ConfigurationTree().tree())).isEqualTo(read(JsonNodeFactory.instance.objectNode()));
    }

    @Test
    void tellsTheDefaultsOfTheFile() throws IOException {
        Map<String, String> inFile = new TreeMap<>();
        collect("", ConfigurationTree.defaults(), inFile);

        assertThat(reference()).isEqualTo(inFile);
    }

    private static Configuration read(ObjectNode tree) {
        return Fields.of(tree, "").into(Configuration::read);
    }

    private static Map<String, String> known() {
        Fields root = Fields.of(JsonNodeFactory.instance.objectNode(), "");
        assertThat(Configuration.read(root)).isNotNull();
        Map<String, String> known = new TreeMap<>();
        new TreeSet<>(root.known()).forEach(path -> {
            if (root.known().stream().noneMatch(other -> other.startsWith(path + "."))) {
                known.put(path, "");
            }
        });
        return known;
    }

    private static Map<String, String> reference() throws IOException {
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "configuration.md")));
        Map<String, String> defaults = new TreeMap<>();
        while (row.find()) {
            assertThat(row.group(2)).isEqualTo(ConfigurationTree.variableOf(row.group(1)));
            defaults.put(row.group(1), row.group(3).replace("`", ""));
        }
        return defaults;
    }

    private static void collect(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else {
            into.put(path, node.isArray() ? node.toString().replace("\"", "").replace(",", ", ") : node.asText());
        }
    }
}
