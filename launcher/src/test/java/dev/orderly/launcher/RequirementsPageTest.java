package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/requirements.md names tests that exist. */
class RequirementsPageTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:IT|Test))(?:\\.([a-z][A-Za-z0-9]+))?`");

    private final List<MatchResult> named = TEST.matcher(Sources.text(Path.of("../docs/requirements.md")))
            .results()
            .toList();
    private final List<Path> tests = Sources.of("test");

    @Test
    void namesClassesThatExist() {
        assertThat(named)
                .hasSizeGreaterThan(30)
                .allSatisfy(test ->
                        assertThat(tests).as(test.group()).anyMatch(file -> file.endsWith(test.group(1) + ".java")));
    }

    @Test
    void namesMethodsThatExist() {
        assertThat(named.stream().filter(test -> test.group(2) != null))
                .hasSizeGreaterThan(8)
                .allSatisfy(test -> assertThat(tests)
                        .as(test.group())
                        .anyMatch(file -> file.endsWith(test.group(1) + ".java")
                                && Sources.text(file).contains(" void " + test.group(2) + "(")));
    }
}
