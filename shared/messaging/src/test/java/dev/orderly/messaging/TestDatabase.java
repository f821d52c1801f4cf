package dev.orderly.messaging;

import dev.orderly.embedded.LocalPostgres;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A schema with the messaging tables, on the database that {@code ORDERLY_TEST_POSTGRES} names, or on an embedded one. */
final class TestDatabase {

    private static final String PASSWORD = "secret-for-tests";
    private static final AdminSettings ADMIN = Optional.ofNullable(System.getenv("ORDERLY_TEST_POSTGRES"))
            .map(TestDatabase::external)
            .orElseGet(TestDatabase::embedded);

    private TestDatabase() {}

    /** A schema that no other test has. */
    static DatabaseSettings fresh() {
        String name = "m" + UUID.randomUUID().toString().substring(0, 8);
        List<SchemaSettings> schema =
                List.of(new SchemaSettings(name, name, PASSWORD, PASSWORD, List.of(SchemaSettings.MESSAGING)));
        Schemas.create(ADMIN, schema, PASSWORD);
        Schemas.migrate(ADMIN.address(), schema);
        return patient(DatabaseSettings.of(ADMIN.address(), name, schema.get(0).runtimeRole(), PASSWORD));
    }

    /** With limits that bound a failure only: a machine may be slow. */
    private static DatabaseSettings patient(DatabaseSettings shipped) {
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

    private static AdminSettings external(String text) {
        URI uri = URI.create(text);
        String[] userAndPassword = uri.getUserInfo().split(":", 2);
        DatabaseAddress address =
                new DatabaseAddress(uri.getHost(), uri.getPort(), uri.getPath().substring(1));
        return new AdminSettings(address, userAndPassword[0], userAndPassword[1]);
    }

    private static AdminSettings embedded() {
        try {
            Path directory = Files.createTempDirectory("orderly-messaging-postgres");
            LocalPostgres postgres = LocalPostgres.start(new LocalPostgres.Settings(directory, 0))
                    .removeAtExit();
            DatabaseAddress address = new DatabaseAddress(postgres.host(), postgres.port(), "postgres");
            return new AdminSettings(address, LocalPostgres.SUPERUSER, postgres.password());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
