package dev.orderly.persistence;

import static dev.orderly.persistence.Postgres.AUDITOR_PASSWORD;
import static dev.orderly.persistence.Postgres.BOTH;
import static dev.orderly.persistence.Postgres.LEFT;
import static dev.orderly.persistence.Postgres.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasIT {

    private static DatabaseAddress database;

    @BeforeAll
    static void migrate() {
        database = Postgres.migratedDatabase();
    }

    static Stream<Arguments> strangers() {
        return BOTH.stream()
                .flatMap(role -> BOTH.stream()
                        .filter(schema -> !schema.equals(role))
                        .flatMap(schema -> Stream.of("things", "outbox", "flyway_schema_history")
                                .map(table -> Arguments.of(role, schema.schema() + "." + table))));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("strangers")
    void keepsEveryRoleOutOfForeignTables(SchemaSettings role, String table) {
        assertThat(refusal(role, "SELECT * FROM " + table)).isEqualTo("42501");
        assertThat(refusal(role, "DELETE FROM " + table)).isEqualTo("42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "CREATE TABLE public.mine (id int)",
                "CREATE SCHEMA mine",
                "DROP TABLE things",
                "ALTER TABLE things ADD COLUMN more int",
                "TRUNCATE things",
                "CREATE ROLE friend",
                "SELECT * FROM flyway_schema_history",
                "SELECT * FROM pg_authid",
                "SET ROLE orderly_left_owner",
                "UPDATE journal SET what = 'other'",
                "DELETE FROM journal"
            })
    void refusesTheRuntimeRole(String sql) {
        assertThat(refusal(LEFT, sql)).isEqualTo("42501");
    }

    @Test
    void letsTheRuntimeRoleWorkInItsOwnTables() throws SQLException {
        try (Connection connection = connect(LEFT);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO things VALUES ('tea', 1)");
            statement.execute("UPDATE things SET amount = 2");
            statement.execute("INSERT INTO journal (what) VALUES ('counted')");
            assertThat(text(statement, "SELECT amount FROM things")).isEqualTo("2");
            statement.execute("DELETE FROM things");
        }
    }

    @Test
    void limitsTheRuntimeRole() throws SQLException {
        try (Connection connection = connect(RIGHT);
                Statement statement = connection.createStatement()) {
            assertThat(text(statement, "SHOW statement_timeout")).isEqualTo("3s");
            assertThat(text(statement, "SHOW lock_timeout")).isEqualTo("1s");
            assertThat(text(statement, "SHOW idle_in_transaction_session_timeout"))
                    .isEqualTo("10s");
            assertThat(text(statement, "SHOW search_path")).isEqualTo("right_rows");
        }
    }

    @Test
    void letsTheAuditorReadEverythingAndWriteNothing() throws SQLException {
        try (Connection connection = Postgres.connect(database, "orderly_auditor", AUDITOR_PASSWORD);
                Statement statement = connection.createStatement()) {
            for (SchemaSettings schema : BOTH) {
                assertThatCode(() -> text(statement, "SELECT count(*) FROM " + schema.schema() + ".outbox"))
                        .doesNotThrowAnyException();
                assertThat(refusal(() -> statement.execute("DELETE FROM " + schema.schema() + ".things")))
                        .isEqualTo("25006");
            }
            statement.execute("SET default_transaction_read_only = off");
            assertThat(refusal(() -> statement.execute("DELETE FROM left_rows.things")))
                    .isEqualTo("42501");
        }
    }

    @Test
    void keepsRightsThatAMigrationTookAwayWhenItRunsAgain() {
        Schemas.create(Postgres.admin(database), BOTH, AUDITOR_PASSWORD);
        Schemas.migrate(database, BOTH);

        assertThat(refusal(LEFT, "DELETE FROM journal")).isEqualTo("42501");
    }

    @Test
    void setsPasswordsAnew() throws SQLException {
        DatabaseAddress own = Postgres.freshDatabase();
        var other = new SchemaSettings("changed", "changed_rows", "owner", "first", List.of());
        Schemas.create(Postgres.admin(own), List.of(other), AUDITOR_PASSWORD);
        Schemas.create(
                Postgres.admin(own),
                List.of(new SchemaSettings("changed", "changed_rows", "owner", "sec'ond", List.of())),
                AUDITOR_PASSWORD);

        assertThat(refusal(() -> Postgres.connect(own, "orderly_changed", "first")))
                .isEqualTo("28P01");
        Postgres.connect(own, "orderly_changed", "sec'ond").close();
    }

    @Test
    void letsProcessesThatStartTogetherTakeTurns() {
        DatabaseAddress own = Postgres.freshDatabase();

        CompletableFuture<?>[] starts = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    Schemas.create(Postgres.admin(own), BOTH, AUDITOR_PASSWORD);
                    Schemas.migrate(own, BOTH);
                }))
                .limit(4)
                .toArray(CompletableFuture[]::new);

        assertThatCode(() -> CompletableFuture.allOf(starts).join()).doesNotThrowAnyException();
    }

    @Test
    void setsUpSeveralDatabasesOfOneServerAtOnce() {
        CompletableFuture<?>[] starts = Stream.generate(Postgres::freshDatabase)
                .limit(3)
                .map(own ->
                        CompletableFuture.runAsync(() -> Schemas.create(Postgres.admin(own), BOTH, AUDITOR_PASSWORD)))
                .toArray(CompletableFuture[]::new);

        assertThatCode(() -> CompletableFuture.allOf(starts).join()).doesNotThrowAnyException();
    }

    @Test
    void runsWhatIsNewInANewBuild() throws SQLException {
        DatabaseAddress own = Postgres.freshDatabase();
        SchemaSettings old = grown("classpath:db/left");
        SchemaSettings young = grown("classpath:db/left", "classpath:db/grown");
        Schemas.create(Postgres.admin(own), List.of(old), AUDITOR_PASSWORD);
        Schemas.migrate(own, List.of(old));
        Schemas.migrate(own, List.of(young));

        assertThat(Postgres.numbers(own, "SELECT count(*) FROM grown_rows.leaves"))
                .containsExactly(0L);
        assertThat(new Migration(own, young).isDone(Migration.marks(own, young)))
                .isTrue();
        assertThat(new Migration(own, old).isDone(Migration.marks(own, young))).isFalse();
    }

    private static SchemaSettings grown(String... migrations) {
        return new SchemaSettings("grown", "grown_rows", "owner", "runtime", List.of(migrations));
    }

    @Test
    void namesTheSchemaThatCannotBeMigrated() {
        DatabaseAddress own = Postgres.freshDatabase();
        var broken = new SchemaSettings("broken", "broken_rows", "o", "r", List.of("classpath:db/broken"));
        Schemas.create(Postgres.admin(own), List.of(broken), AUDITOR_PASSWORD);

        assertThatThrownBy(() -> Schemas.migrate(own, List.of(broken)))
                .isInstanceOf(DatabaseSetupFailed.class)
                .hasMessageContaining("broken_rows")
                .hasMessageNotContaining("secret");
    }

    private static String refusal(SchemaSettings role, String sql) {
        return refusal(() -> {
            try (Connection connection = connect(role);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private static String refusal(ThrowingCallable attempt) {
        try {
            attempt.call();
        } catch (SQLException refused) {
            return refused.getSQLState();
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
        return "allowed";
    }

    private static Connection connect(SchemaSettings role) throws SQLException {
        return Postgres.connect(database, role.runtimeRole(), role.runtimePassword());
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet answer = statement.executeQuery(query)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }
}
