package dev.orderly.audit;

import dev.orderly.contracts.Subscription;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tables of all services in a database of their own, with their real migrations. */
final class Tables {

    private static final String AUDITOR_PASSWORD = "audits";
    private static final List<SchemaSettings> SCHEMAS = List.of(
            schema("order", "orders", SchemaSettings.MESSAGING, migrations("order", "orders")),
            schema("stock", "stock", SchemaSettings.MESSAGING, migrations("stock", "stock")),
            schema("payment", "payment", SchemaSettings.MESSAGING, migrations("payment", "payment")),
            schema("provider", "provider", migrations("payment", "provider")),
            schema("catalog", "catalog", SchemaSettings.MESSAGING, migrations("catalog", "catalog")));

    private final Postgres postgres;
    private final DatabaseAddress address;

    private Tables(Postgres postgres, DatabaseAddress address) {
        this.postgres = postgres;
        this.address = address;
    }

    /** Empty tables of the services named, or of all when none is. */
    static Tables of(Postgres postgres, String database, List<String> schemas) {
        postgres.execute("CREATE DATABASE " + database);
        Tables tables = new Tables(postgres, postgres.database(database));
        List<SchemaSettings> wanted = SCHEMAS.stream()
                .filter(schema -> schemas.isEmpty() || schemas.contains(schema.schema()))
                .toList();
        Schemas.create(
                new AdminSettings(tables.address, postgres.user(), postgres.password()), wanted, AUDITOR_PASSWORD);
        Schemas.migrate(tables.address, wanted);
        return tables;
    }

    /** A copy of these, as they are now. */
    Tables copy(String database) {
        postgres.execute("CREATE DATABASE " + database + " TEMPLATE " + address.database());
        return new Tables(postgres, postgres.database(database));
    }

    void drop() {
        postgres.execute("DROP DATABASE IF EXISTS " + address.database() + " WITH (FORCE)");
    }

    /** Who hears what, as the contracts say, for the history to be made by. */
    void subscribe() {
        String rows = Subscription.TABLE.stream()
                .map(entry -> "('" + entry.service() + "', '" + entry.type().wireName() + "')")
                .collect(Collectors.joining(", "));
        run("CREATE TABLE public.subscriptions (service text, type text); INSERT INTO public.subscriptions VALUES "
                + rows);
    }

    void runFile(String resource) {
        run(text(resource));
    }

    void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    List<Acknowledged> acknowledged() {
        return query(
                "SELECT order_id, customer_id, key, body_hash FROM public.acked",
                row -> new Acknowledged(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Optional.ofNullable(row.getString(3)),
                        row.getString(4)));
    }

    Map<String, Long> queues() {
        return query("SELECT name, messages FROM public.queues", row -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    DatabaseSettings auditor() {
        return DatabaseSettings.of(address, "public", "orderly_auditor", AUDITOR_PASSWORD);
    }

    static String text(String resource) {
        try (InputStream stream = Tables.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    private Connection connect() throws SQLException {
        String url = "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
        return DriverManager.getConnection(url, postgres.user(), postgres.password());
    }

    private static String migrations(String service, String folder) {
        return "filesystem:../" + service + "-verticle/src/main/resources/db/" + folder;
    }

    private static SchemaSettings schema(String name, String schema, String... migrations) {
        return new SchemaSettings(name, schema, name + "-owns", name + "-runs", List.of(migrations));
    }
}
