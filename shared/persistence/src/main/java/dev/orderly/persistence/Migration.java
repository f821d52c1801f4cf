package dev.orderly.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;

/** The way of one schema to its newest version, as its owner; remembers in the database what it has done, for Flyway is slow to wake. */
final class Migration {

    private static final String HISTORY = "flyway_schema_history";
    private static final String MARK = "migrated by orderly to ";

    /** Comments can be read by everybody, so one connection learns about all schemas. */
    private static final String READ_MARKS = """
            SELECT namespace.nspname || ' ' || obj_description(history.oid, 'pg_class')
              FROM pg_class AS history
              JOIN pg_namespace AS namespace ON namespace.oid = history.relnamespace
             WHERE history.relname = 'flyway_schema_history' AND obj_description(history.oid, 'pg_class') IS NOT NULL
            """;

    private final DatabaseAddress address;
    private final SchemaSettings schema;
    private final String mark;

    Migration(DatabaseAddress address, SchemaSettings schema) {
        this.address = address;
        this.schema = schema;
        this.mark = MigrationScripts.fingerprint(schema.migrations())
                .map(MARK::concat)
                .orElse("");
    }

    /** The marks found in the database, each with its schema's name in front. */
    static Set<String> marks(DatabaseAddress address, SchemaSettings anyone) throws SQLException {
        try (Connection connection = connect(address, anyone);
                PreparedStatement statement = connection.prepareStatement(READ_MARKS);
                ResultSet rows = statement.executeQuery()) {
            Set<String> marks = new HashSet<>();
            while (rows.next()) {
                marks.add(rows.getString(1));
            }
            return marks;
        }
    }

    /** Whether these very scripts were run to their end already. */
    boolean isDone(Set<String> marks) {
        return marks.contains(schema.schema() + ' ' + mark);
    }

    /** Runs what is missing; two processes at once take turns, in Flyway and afterwards. */
    void run() {
        try {
            flyway().migrate();
            seal();
        } catch (RuntimeException | SQLException refused) {
            throw new DatabaseSetupFailed("cannot migrate the schema " + schema, refused);
        }
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(address.jdbcUrl(), schema.ownerRole(), schema.ownerPassword())
                .locations(schema.migrations().toArray(String[]::new))
                .defaultSchema(schema.schema())
                .schemas(schema.schema())
                .createSchemas(false)
                .table(HISTORY)
                .cleanDisabled(true)
                // what all schemas share and what is a schema's own are numbered apart
                .outOfOrder(true)
                .placeholders(Map.of("runtime", schema.runtimeRole(), "schema", schema.schema()))
                .load();
    }

    /** Takes the history from the runtime role, whom the default rights gave it to, and leaves the mark. */
    private void seal() throws SQLException {
        try (Connection connection = connect(address, schema);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(Schemas.TAKE_TURNS);
            statement.execute("REVOKE ALL ON " + HISTORY + " FROM " + schema.runtimeRole());
            statement.execute("COMMENT ON TABLE " + HISTORY + " IS '" + mark + "'");
            connection.commit();
        }
    }

    private static Connection connect(DatabaseAddress address, SchemaSettings schema) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), schema.ownerRole(), schema.ownerPassword());
    }
}
