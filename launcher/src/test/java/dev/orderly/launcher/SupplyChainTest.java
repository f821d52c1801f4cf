package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** S52: what the product is built from is the same tomorrow. */
class SupplyChainTest {

    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final Pattern VERSION =
            Pattern.compile("<(?:version|[\\w-]+\\.version)>(?!\\$\\{)(.+?)</(?:version|[\\w-]+\\.version)>");
    private static final Pattern EXACT = Pattern.compile("\\d+(\\.\\w+)*(-[\\w.]+)?");
    private static final Path ROOT = Path.of("..");

    @Test
    void s52PinsEveryVersion() {
        List<String> versions =
                poms().flatMap(pom -> found(VERSION, Sources.text(pom))).toList();

        assertThat(versions)
                .hasSizeGreaterThan(40)
                .allSatisfy(version -> assertThat(version).matches(EXACT).doesNotContain("SNAPSHOT"));
    }

    private static Stream<Path> poms() {
        Path parent = ROOT.resolve("pom.xml");
        return Stream.concat(
                Stream.of(parent),
                found(MODULE, Sources.text(parent))
                        .map(module -> ROOT.resolve(module).resolve("pom.xml")));
    }

    private static Stream<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text.replaceAll("(?s)<requireJavaVersion>.*?</requireMavenVersion>", ""));
        return matcher.results().map(result -> result.group(1));
    }
}
