package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every kind of problem that the code can answer has a page that says what to do. */
class ProblemKindsTest {

    private static final Pattern ANSWERED =
            Pattern.compile("\\b(?:(?:of|Problem)\\(\\s*(\\d{3}),|unprocessable\\()\\s*\"([a-z_]+)\"");

    private final JsonNode pages = pages();
    private final List<MatchResult> answered = Sources.of("main").stream()
            .map(Sources::text)
            .flatMap(source -> ANSWERED.matcher(source).results())
            .toList();

    @Test
    void areExplained() {
        assertThat(answered).hasSizeGreaterThan(10).allSatisfy(kind -> {
            JsonNode page = pages.path(kind.group(2));
            assertThat(page.path("status").asText()).as(kind.group(2)).isEqualTo(status(kind));
            assertThat(page.path("meaning").asText()).isNotBlank();
            assertThat(page.path("remedy").asText()).isNotBlank();
        });
    }

    private static String status(MatchResult kind) {
        return kind.group(1) == null ? "422" : kind.group(1);
    }

    private static JsonNode pages() {
        try {
            return new YAMLMapper()
                    .readTree(Sources.text(Path.of("../shared/web/src/main/resources/docs/problems.yaml")));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
