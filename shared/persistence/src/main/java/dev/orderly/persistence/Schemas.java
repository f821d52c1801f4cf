package dev.orderly.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and migrates the schemas of all services, each with an owner and a runtime role. Blocks: for the main thread or a worker only. */
public final class Schemas {

    private static final String AUDITOR = "orderly_auditor";

    /** Any number that nothing else in this database locks; processes that start together take turns. */
    static final String TAKE_TURNS = "SELECT pg_advisory_xact_lock(7203971205)";

    /** Roles belong to the whole server, turns are per database: tuple concurrently updated, duplicate row, duplicate role. */
    private static final Set<String> COLLISIONS = Set.of("XX000", "23505", "42710");

    private static final int ATTEMPTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);

    private Schemas() {}

    /**
     * Creates what is missing of the roles and schemas, and sets passwords, limits and rights anew; may run at every start and in several
     * processes at once. The role {@code orderly_auditor} may read everything and write nothing.
     *
     * @throws DatabaseSetupFailed when PostgreSQL refuses
     */
    public static void create(AdminSettings admin, List<SchemaSettings> schemas, String auditorPassword) {
        setUp(admin, schemas, auditorPassword).forEach(LOG::debug);
    }

    /**
     * As {@link #create}, and tells what was made and what was there, a line for each role and schema.
     *
     * @throws DatabaseSetupFailed when PostgreSQL refuses
     */
    public static List<String> setUp(AdminSettings admin, List<SchemaSettings> schemas, String auditorPassword) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return setUpOnce(admin, schemas, auditorPassword);
            } catch (SQLException refused) {
                if (!COLLISIONS.contains(String.valueOf(refused.getSQLState()))) {
                    throw cannotCreate(admin, refused);
                }
                LOG.debug("another database of this server is being set up, attempt {} met its roles", attempt);
            }
        }
        try {
            return setUpOnce(admin, schemas, auditorPassword);
        } catch (SQLException refused) {
            throw cannotCreate(admin, refused);
        }
    }

    private static List<String> setUpOnce(AdminSettings admin, List<SchemaSettings> schemas, String auditorPassword)
            throws SQLException {
        try (Connection connection = connect(admin)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TAKE_TURNS);
                Roles roles = new Roles(connection, statement, admin);
                roles.closeDatabase();
                for (SchemaSettings schema : schemas) {
                    roles.createSchema(schema);
                }
                roles.createAuditor(AUDITOR, auditorPassword);
                connection.commit();
                return roles.done();
            }
        }
    }

    private static DatabaseSetupFailed cannotCreate(AdminSettings admin, SQLException refused) {
        return new DatabaseSetupFailed("cannot create roles and schemas as " + admin, refused);
    }

    /**
     * Makes nothing: looks, as the roles themselves, whether they can log in and have their schemas.
     *
     * @throws DatabaseSetupFailed naming everything that is missing
     */
    public static void check(DatabaseAddress address, List<SchemaSettings> schemas, String auditorPassword) {
        Presence presence = new Presence(address);
        presence.role(AUDITOR, auditorPassword);
        schemas.forEach(presence::schema);
        if (!presence.missing().isEmpty()) {
            throw new DatabaseSetupFailed(
                    "the database " + address + " is not set up: " + String.join("; ", presence.missing()));
        }
    }

    /**
     * Brings every schema to the newest version, as its owner; costs one query where nothing has changed since the last time. Migrations may use {@code ${runtime}} for the runtime role, to take rights
     * away from it: {@code REVOKE UPDATE, DELETE ON history FROM ${runtime}} makes a table append-only. Everything else that the owner
     * creates can be read and written by the runtime role.
     *
     * @throws DatabaseSetupFailed when a migration fails or does not fit what was applied before
     */
    public static void migrate(DatabaseAddress address, List<SchemaSettings> schemas) {
        if (schemas.isEmpty()) {
            return;
        }
        Set<String> marks = marks(address, schemas.get(0));
        schemas.parallelStream()
                .map(schema -> new Migration(address, schema))
                .filter(migration -> !migration.isDone(marks))
                .forEach(Migration::run);
    }

    private static Set<String> marks(DatabaseAddress address, SchemaSettings anyone) {
        try {
            return Migration.marks(address, anyone);
        } catch (SQLException refused) {
            throw new DatabaseSetupFailed("cannot migrate as " + anyone.ownerRole() + "@" + address, refused);
        }
    }

    private static Connection connect(AdminSettings admin) throws SQLException {
        return DriverManager.getConnection(admin.address().jdbcUrl(), admin.user(), admin.password());
    }
}
