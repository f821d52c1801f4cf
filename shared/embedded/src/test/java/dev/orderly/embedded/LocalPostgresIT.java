package dev.orderly.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {

    @TempDir
    Path folder;

    private LocalPostgres postgres;

    @BeforeEach
    void start() {
        postgres = LocalPostgres.start(new LocalPostgres.Settings(folder, 0));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void writesWhatItCommitsToDisk() throws SQLException {
        assertThat(value("SHOW fsync")).isEqualTo("on");
        assertThat(value("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(value("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsRowsOverARestart() throws SQLException {
        run("CREATE TABLE kept AS SELECT 42 AS answer");

        postgres.stop();
        assertThat(postgres.process()).isEmpty();
        postgres.start();

        assertThat(value("SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void comesBackByItselfWhenItsServerIsKilled() throws SQLException {
        run("CREATE TABLE kept AS SELECT 42 AS answer");
        ProcessHandle killed = postgres.process().orElseThrow();

        killed.destroyForcibly();

        Until.holds(
                "another server runs",
                () -> postgres.process()
                        .filter(server -> server.pid() != killed.pid())
                        .isPresent());
        Until.holds("it answers with the row", () -> "42".equals(value("SELECT answer FROM kept")));
    }

    @Test
    void startsAfterServerAndSessionsWereKilledAtOnce() throws SQLException {
        run("CREATE TABLE kept AS SELECT 42 AS answer");
        ProcessHandle server = postgres.process().orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);

        all.forEach(ProcessHandle::destroyForcibly);

        Until.holds("it answers with the row", () -> "42".equals(value("SELECT answer FROM kept")));
    }

    @Test
    void startsOverAPidFileThatNamesAStranger() throws Exception {
        run("CREATE TABLE kept AS SELECT 42 AS answer");
        Path pidFile = folder.resolve("cluster").resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        postgres.stop();
        lines.set(0, "1");
        Files.write(pidFile, lines);

        postgres.start();

        assertThat(value("SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void stopsTheServerThatOutlivedItsInstance(@TempDir Path other) throws Exception {
        try (ChildJvm child = ChildJvm.start(Instance.class, other)) {
            long orphan = Long.parseLong(child.ready().get(0));
            child.kill();
            assertThat(ProcessHandle.of(orphan)).isPresent();

            try (LocalPostgres next = LocalPostgres.start(new LocalPostgres.Settings(other, 0))) {
                assertThat(next.process())
                        .hasValueSatisfying(server -> assertThat(server.pid()).isNotEqualTo(orphan));
                assertThat(value(next, "SELECT answer FROM kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void refusesAPortThatIsTakenInOneSentence(@TempDir Path other) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var settings = new LocalPostgres.Settings(other, taken.getLocalPort());

            assertThatThrownBy(() -> LocalPostgres.start(settings))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage("Port " + taken.getLocalPort() + " for PostgreSQL is in use.");
        }
    }

    /** An instance that is killed before it can stop its PostgreSQL. */
    static final class Instance {

        public static void main(String[] arguments) throws Exception {
            LocalPostgres postgres = LocalPostgres.start(new LocalPostgres.Settings(Path.of(arguments[0]), 0));
            run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            ChildJvm.announceAndWait(postgres.process().orElseThrow().pid());
        }
    }

    private void run(String sql) throws SQLException {
        run(postgres, sql);
    }

    private String value(String sql) throws SQLException {
        return value(postgres, sql);
    }

    private static void run(LocalPostgres on, String sql) throws SQLException {
        try (Connection connection = connect(on);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(LocalPostgres on, String sql) throws SQLException {
        try (Connection connection = connect(on);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(LocalPostgres to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl("postgres"), LocalPostgres.SUPERUSER, to.password());
    }
}
