package dev.orderly.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Makes and migrates the schemas of all services, each with an owner and a runtime role. Blocks: for the main thread or a worker only. */
public final class Schemas {

    private static final String AUDITOR = "orderly_auditor";

    /** Any number that nothing else in this database locks; processes that start together take turns. */
    private static final String TAKE_TURNS = "SELECT pg_advisory_xact_lock(7203971205)";

    private static final String HISTORY = "flyway_schema_history";

    private Schemas() {}

    /**
     * Creates what is missing of the roles and schemas, and sets passwords, limits and rights anew; may run at every start and in several
     * processes at once. The role {@code orderly_auditor} may read everything and write nothing.
     *
     * @throws DatabaseSetupFailed when PostgreSQL refuses
     */
    public static void create(AdminSettings admin, List<SchemaSettings> schemas, String auditorPassword) {
        try (Connection connection = connect(admin.address(), admin.user(), admin.password())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TAKE_TURNS);
                Roles roles = new Roles(connection, statement, admin.address().database());
                roles.closeDatabase();
                for (SchemaSettings schema : schemas) {
                    roles.createSchema(schema);
                }
                roles.createAuditor(AUDITOR, auditorPassword);
            }
            connection.commit();
        } catch (SQLException refused) {
            throw new DatabaseSetupFailed("cannot create roles and schemas as " + admin, refused);
        }
    }

    /**
     * Brings every schema to the newest version, as its owner. Migrations may use {@code ${runtime}} for the runtime role, to take rights
     * away from it: {@code REVOKE UPDATE, DELETE ON history FROM ${runtime}} makes a table append-only. Everything else that the owner
     * creates can be read and written by the runtime role.
     *
     * @throws DatabaseSetupFailed when a migration fails or does not fit what was applied before
     */
    public static void migrate(DatabaseAddress address, List<SchemaSettings> schemas) {
        schemas.parallelStream().forEach(schema -> migrate(address, schema));
    }

    private static void migrate(DatabaseAddress address, SchemaSettings schema) {
        try {
            flyway(address, schema).load().migrate();
            hideHistory(address, schema);
        } catch (RuntimeException | SQLException refused) {
            throw new DatabaseSetupFailed("cannot migrate the schema " + schema, refused);
        }
    }

    private static FluentConfiguration flyway(DatabaseAddress address, SchemaSettings schema) {
        return Flyway.configure()
                .dataSource(address.jdbcUrl(), schema.ownerRole(), schema.ownerPassword())
                .locations(schema.migrations().toArray(String[]::new))
                .defaultSchema(schema.schema())
                .schemas(schema.schema())
                .createSchemas(false)
                .table(HISTORY)
                .baselineOnMigrate(false)
                .cleanDisabled(true)
                .placeholders(Map.of("runtime", schema.runtimeRole(), "schema", schema.schema()));
    }

    /** The default rights reach the history too; they are taken back once, in turn, for two processes may not change one table's rights at once. */
    private static void hideHistory(DatabaseAddress address, SchemaSettings schema) throws SQLException {
        try (Connection connection = connect(address, schema.ownerRole(), schema.ownerPassword());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(TAKE_TURNS);
            if (isShared(statement, schema)) {
                statement.execute("REVOKE ALL ON " + HISTORY + " FROM " + schema.runtimeRole());
            }
            connection.commit();
        }
    }

    private static boolean isShared(Statement statement, SchemaSettings schema) throws SQLException {
        String question = "SELECT has_table_privilege('" + schema.runtimeRole() + "', '" + HISTORY + "', 'SELECT')";
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static Connection connect(DatabaseAddress address, String user, String password) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), user, password);
    }
}
