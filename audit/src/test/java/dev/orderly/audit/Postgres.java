package dev.orderly.audit;

import dev.orderly.embedded.LocalPostgres;
import dev.orderly.persistence.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** The PostgreSQL of this JVM, and its superuser. */
final class Postgres implements AutoCloseable {

    private final Path folder;
    private final LocalPostgres server;

    private Postgres(Path folder) {
        this.folder = folder;
        this.server = LocalPostgres.start(new LocalPostgres.Settings(folder, 0));
    }

    static Postgres start() {
        try {
            return new Postgres(Files.createTempDirectory("orderly-audit"));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    DatabaseAddress database(String name) {
        return new DatabaseAddress(server.host(), server.port(), name);
    }

    String user() {
        return LocalPostgres.SUPERUSER;
    }

    String password() {
        return server.password();
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
