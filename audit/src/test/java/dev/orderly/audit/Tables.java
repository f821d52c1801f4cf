package dev.orderly.audit;

import dev.orderly.contracts.Subscription;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import dev.orderly.testing.Backends;
import dev.orderly.testing.PostgresAccess;
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
final class Tables implements AutoCloseable {

    private static final String AUDITOR_PASSWORD = "audits";
    private static final List<SchemaSettings> SCHEMAS = List.of(
            schema("order", "orders", SchemaSettings.MESSAGING, migrations("order", "orders")),
            schema("stock", "stock", SchemaSettings.MESSAGING, migrations("stock", "stock")),
            schema("payment", "payment", SchemaSettings.MESSAGING, migrations("payment", "payment")),
            schema("provider", "provider", migrations("payment", "provider")),
            schema("catalog", "catalog", SchemaSettings.MESSAGING, migrations("catalog", "catalog")));

    private static final PostgresAccess POSTGRES = Backends.postgres();

    private final DatabaseAddress address;

    private Tables(String name) {
        this.address = new DatabaseAddress(POSTGRES.host(), POSTGRES.port(), name);
    }

    /** Empty tables of the services whose schemas are named, or of all when none is. */
    static Tables of(List<String> schemas) {
        Tables tables = created("");
        List<SchemaSettings> wanted = SCHEMAS.stream()
                .filter(schema -> schemas.isEmpty() || schemas.contains(schema.schema()))
                .toList();
        Schemas.create(
                new AdminSettings(tables.address, POSTGRES.user(), POSTGRES.password()), wanted, AUDITOR_PASSWORD);
        Schemas.migrate(tables.address, wanted);
        return tables;
    }

    /** A copy of these, as they are now. */
    Tables copy() {
        return created(" TEMPLATE " + address.database());
    }

    /** Keeps the rows of the tables named until it is closed, then puts them back. */
    Kept keep(List<String> tables) {
        tables.forEach(table -> run("CREATE TABLE " + Kept.of(table) + " AS TABLE " + table));
        return new Kept(this, tables);
    }

    /** Rows to be put back. */
    record Kept(Tables tables, List<String> names) implements AutoCloseable {

        private static String of(String table) {
            return "public.kept_" + table.replace('.', '_');
        }

        @Override
        public void close() {
            names.forEach(table -> tables.run("TRUNCATE " + table + "; INSERT INTO " + table
                    + " OVERRIDING SYSTEM VALUE TABLE " + of(table) + "; DROP TABLE " + of(table)));
        }

        @Override
        public String toString() {
            return "planted into " + names;
        }
    }

    @Override
    public void close() {
        run("postgres", "DROP DATABASE " + address.database() + " WITH (FORCE)");
    }

    private static Tables created(String how) {
        String name = "audit_" + UUID.randomUUID().toString().replace("-", "");
        run("postgres", "CREATE DATABASE " + name + how);
        return new Tables(name);
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
        run(address.database(), sql);
    }

    private static void run(String database, String sql) {
        try (Connection connection = connect(database);
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
        try (Connection connection = connect(address.database());
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

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(POSTGRES.jdbcUrl(database), POSTGRES.user(), POSTGRES.password());
    }

    /** Taken from the services' folders: the audit depends on no service, not even here. */
    private static String migrations(String service, String folder) {
        return "filesystem:../" + service + "-verticle/src/main/resources/db/" + folder;
    }

    private static SchemaSettings schema(String name, String schema, String... migrations) {
        return new SchemaSettings(name, schema, name + "-owns", name + "-runs", List.of(migrations));
    }
}
