package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** S32: the compiler lets nothing but constants become SQL; here it is seen to that nobody goes round it. */
class StatementsTest {

    private static final Pattern SENDS_SQL = Pattern.compile("\\.(preparedQuery|query|prepare)\\(\\w");
    private static final Pattern GOES_ROUND = Pattern.compile("SuppressWarnings\\(\\{?\"CompileTimeConstant");

    @Test
    void s32TakesConstantsForStatementsOnly() {
        assertThat(text("Transaction.java")).contains("run(@CompileTimeConstant String sql");
        assertThat(text("Database.java")).contains("read(@CompileTimeConstant String sql");
    }

    @Test
    void s32SendsNoStatementOnAnotherWay() {
        assertThat(namesOf(SENDS_SQL, "io.vertx.sqlclient")).containsExactly("Lease.java");
        assertThat(namesOf(GOES_ROUND, "")).containsExactly("Questions.java");
    }

    private static String text(String name) {
        return Sources.of("main").stream()
                .filter(file -> file.endsWith(Path.of("persistence", name)))
                .map(Sources::text)
                .findFirst()
                .orElseThrow();
    }

    /** The files that contain both. */
    private static List<String> namesOf(Pattern pattern, String word) {
        return Sources.of("main").stream()
                .filter(file -> Sources.text(file).contains(word))
                .filter(file -> pattern.matcher(Sources.text(file)).find())
                .map(file -> file.getFileName().toString())
                .toList();
    }
}
