package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md and the tests that it names together. */
class SecurityPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d\\d) \\|.*\\| (.+?) \\|$");
    private static final Pattern CLASS = Pattern.compile("`(\\w+)`");
    private static final Pattern TEST = Pattern.compile("void ((?:s\\d\\d)+)\\w*\\(");
    private static final Pattern NUMBER = Pattern.compile("s(\\d\\d)");

    @Test
    void listsFiftyTwoChecks() {
        assertThat(rows().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 52).mapToObj("%02d"::formatted).toList());
    }

    @Test
    void namesTheTestsThatProveEachCheckOrWhyThereIsNone() {
        Map<String, Set<String>> proofs = proofs();

        assertThat(rows())
                .allSatisfy((check, proof) -> assertThat(new TreeSet<>(found(CLASS, proof)))
                        .as(check)
                        .isEqualTo(proofs.getOrDefault(check, Set.of())));
        assertThat(rows().entrySet())
                .filteredOn(row -> !proofs.containsKey(row.getKey()))
                .hasSizeLessThan(5)
                .allSatisfy(row -> assertThat(row.getValue()).matches("not applicable: .{10,}"));
    }

    private static Map<String, String> rows() {
        return ROW.matcher(Sources.text(Path.of("../docs/security.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2), (one, two) -> one + two, TreeMap::new));
    }

    /** For each check the classes with tests that are named by it. */
    private static Map<String, Set<String>> proofs() {
        Map<String, Set<String>> proofs = new TreeMap<>();
        for (Path file : Sources.of("test")) {
            String name = file.getFileName().toString().replace(".java", "");
            for (String checks : found(TEST, Sources.text(file))) {
                found(NUMBER, checks)
                        .forEach(check -> proofs.computeIfAbsent(check, none -> new TreeSet<>())
                                .add(name));
            }
        }
        return proofs;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
