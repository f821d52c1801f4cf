package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dashboard and the alert rules that the product comes with. */
final class ObservabilityFiles {

    private static final Path FOLDER = Path.of("../docker/observability");
    private static final Path RUNBOOK = Path.of("../docs/operations.md");

    /** What stands beside the names in a query: strings, matchers, ranges, groupings. */
    private static final Pattern MATCHERS =
            Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(?:by|without) *\\([^)]*\\)");

    /** What else is no name: functions, operators, numbers. */
    private static final Pattern WORDS =
            Pattern.compile("\\b[a-z_]+ *(?=\\()|\\b(?:and|or|unless|bool)\\b|\\b[0-9.]+\\b|[^a-z_:0-9]");

    private ObservabilityFiles() {}

    /** The rules, one by one. */
    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        read(new ObjectMapper(new YAMLFactory()), "alerts.yaml")
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    /** All queries of both files. */
    static List<String> queries() {
        Stream<String> shown = read(new ObjectMapper(), "dashboard.json").findValuesAsText("expr").stream();
        Stream<String> watched =
                alerts().stream().map(alert -> alert.path("expr").asText());
        return Stream.concat(shown, watched).toList();
    }

    /** The meters that a query asks for. */
    static Set<String> meters(String query) {
        String bare = MATCHERS.matcher(query).replaceAll("");
        String names = WORDS.matcher(bare).replaceAll(" ").strip();
        return Stream.of(names.split(" +")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The links that lead to a section of the runbook, as GitHub spells them. */
    static Set<String> runbookSections() {
        try (Stream<String> lines = Files.lines(RUNBOOK)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                    .map(anchor -> "docs/operations.md#" + anchor)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
