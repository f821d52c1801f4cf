package dev.orderly.persistence;

import dev.orderly.embedded.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of this JVM, with a database of its own for each test class that asks. */
final class Postgres {

    static final SchemaSettings LEFT = schema("left");
    static final SchemaSettings RIGHT = schema("right");
    static final List<SchemaSettings> BOTH = List.of(LEFT, RIGHT);
    static final String AUDITOR_PASSWORD = "auditor-secret";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Path FOLDER = temporaryFolder();
    private static final LocalPostgres SERVER =
            LocalPostgres.start(new LocalPostgres.Settings(FOLDER, 0)).removeAtExit();

    private Postgres() {}

    static LocalPostgres server() {
        return SERVER;
    }

    /** A new database, without any schema of ours. */
    static DatabaseAddress freshDatabase() {
        var fresh = new DatabaseAddress(SERVER.host(), SERVER.port(), "db" + DATABASES.incrementAndGet());
        execute(new DatabaseAddress(SERVER.host(), SERVER.port(), "postgres"), "CREATE DATABASE " + fresh.database());
        return fresh;
    }

    /** A new database with both schemas, migrated. */
    static DatabaseAddress migratedDatabase() {
        DatabaseAddress fresh = freshDatabase();
        Schemas.create(admin(fresh), BOTH, AUDITOR_PASSWORD);
        Schemas.migrate(fresh, BOTH);
        return fresh;
    }

    static AdminSettings admin(DatabaseAddress address) {
        return new AdminSettings(address, LocalPostgres.SUPERUSER, SERVER.password());
    }

    /** With limits that bound a failure only: a machine may be slow. */
    static DatabaseSettings settings(DatabaseAddress address, SchemaSettings schema) {
        DatabaseSettings shipped = asShipped(address, schema);
        return new DatabaseSettings(
                shipped.host(),
                shipped.port(),
                shipped.database(),
                shipped.schema(),
                shipped.role(),
                shipped.password(),
                shipped.poolSize(),
                shipped.maxWaiting(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                shipped.tls());
    }

    /** With the limits of the product, for the tests of these. */
    static DatabaseSettings asShipped(DatabaseAddress address, SchemaSettings schema) {
        return DatabaseSettings.of(address, schema.schema(), schema.runtimeRole(), schema.runtimePassword());
    }

    static DatabaseSettings sized(DatabaseSettings settings, int poolSize, int maxWaiting) {
        return new DatabaseSettings(
                settings.host(),
                settings.port(),
                settings.database(),
                settings.schema(),
                settings.role(),
                settings.password(),
                poolSize,
                maxWaiting,
                settings.queryTimeout(),
                settings.statementTimeout(),
                settings.lockTimeout(),
                settings.idleInTransaction(),
                settings.tls());
    }

    static Connection connect(DatabaseAddress address, String user, String password) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), user, password);
    }

    /** A superuser's session. */
    static Connection session(DatabaseAddress address) throws SQLException {
        return connect(address, LocalPostgres.SUPERUSER, SERVER.password());
    }

    /** Runs the statement as superuser, who is outside of every rule that is tested here. */
    static void execute(DatabaseAddress address, String sql) {
        try (Connection connection = session(address);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    /** The first column of what the superuser sees. */
    static List<Long> numbers(DatabaseAddress address, String query) {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = session(address);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(query, refused);
        }
        return numbers;
    }

    private static SchemaSettings schema(String name) {
        return new SchemaSettings(
                name,
                name + "_rows",
                name + "-owner-secret",
                name + "-secret",
                List.of(SchemaSettings.MESSAGING, "classpath:db/" + name));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("orderly-persistence");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
