package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** S48: what each role of the shop may do in the database, tried as that role, on the schemas as the services have them. */
class RolesIT {

    private static final String DENIED = "42501";
    private static final int CONNECTIONS = 17;

    private static final Map<String, String> TABLE_IN = Map.of(
            "orders", "orders",
            "stock", "stock_levels",
            "payment", "payments",
            "provider", "charges",
            "catalog", "products");

    /** What its service only ever adds to. */
    private static final Map<String, List<String>> JOURNALS_IN = Map.of(
            "orders", List.of("history", "order_lines"),
            "stock", List.of("movements", "reservation_decisions"),
            "payment", List.of("ledger", "payment_events"));

    private static final List<String> MESSAGING_JOURNALS = List.of("inbox", "outbox_archive", "operator_journal");

    private static final SchemaPlan PLAN = new SchemaPlan(new RolePasswords("roles"), 2, 100);
    private static final List<SchemaSettings> SCHEMAS = PLAN.schemas(Services.ALL);
    private static TestDatabase database;

    @BeforeAll
    static void setUp() {
        database = Backends.database("roles");
        AdminSettings admin = database.admin();
        Schemas.create(
                new AdminSettings(admin.address(), admin.user(), admin.password(), CONNECTIONS),
                SCHEMAS,
                PLAN.auditorPassword());
        Schemas.migrate(database.address(), SCHEMAS);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void s48RefusesEveryRoleEveryForeignSchema() {
        for (SchemaSettings own : SCHEMAS) {
            assertThat(asRuntime(own, "SELECT count(*) FROM " + table(own))).isEqualTo("allowed");
            SCHEMAS.stream().filter(foreign -> !foreign.equals(own)).forEach(foreign -> {
                assertThat(asRuntime(own, "SELECT count(*) FROM " + table(foreign)))
                        .isEqualTo(DENIED);
                assertThat(asRuntime(own, "DELETE FROM " + table(foreign))).isEqualTo(DENIED);
            });
        }
    }

    @Test
    void s48LeavesNothingInASchemaToAnybodyButItsOwnerWhoIsNotTheRuntimeRole() {
        for (SchemaSettings schema : SCHEMAS) {
            assertThat(schema.ownerRole()).isNotEqualTo(schema.runtimeRole());
            assertThat(ownersIn(schema.schema())).containsExactly(schema.ownerRole());
            assertThat(asRuntime(schema, "SET ROLE " + schema.ownerRole())).isEqualTo(DENIED);
        }
    }

    @Test
    void s48RefusesRuntimeRolesToDefineAnything() {
        for (SchemaSettings schema : SCHEMAS) {
            String own = table(schema);
            for (String attempt : List.of(
                    "CREATE TABLE " + schema.schema() + ".mine (id int)",
                    "CREATE TABLE public.mine (id int)",
                    "CREATE TEMPORARY TABLE mine (id int)",
                    "CREATE SCHEMA mine",
                    "CREATE FUNCTION " + schema.schema() + ".mine() RETURNS int LANGUAGE sql RETURN 1",
                    "ALTER TABLE " + own + " ADD COLUMN mine int",
                    "CREATE INDEX ON " + own + " ((1))",
                    "DROP TABLE " + own,
                    "TRUNCATE " + own,
                    "CREATE ROLE mine")) {
                assertThat(asRuntime(schema, attempt))
                        .as(schema + ": " + attempt)
                        .isEqualTo(DENIED);
            }
        }
    }

    @Test
    void s48LetsNobodyRewriteWhatIsOnRecord() {
        for (SchemaSettings schema : SCHEMAS) {
            for (String journal : journalsIn(schema)) {
                String column = database.value(
                        "SELECT min(column_name) FROM information_schema.columns WHERE table_schema = ? AND table_name = ?",
                        schema.schema(),
                        journal);
                String table = schema.schema() + "." + journal;
                for (String attempt : List.of(
                        "UPDATE " + table + " SET " + column + " = " + column,
                        "DELETE FROM " + table,
                        "TRUNCATE " + table)) {
                    assertThat(asRuntime(schema, attempt)).as(attempt).isEqualTo(DENIED);
                }
            }
        }
    }

    @Test
    void s48LimitsTheSessionsOfRuntimeRoles() {
        for (SchemaSettings schema : SCHEMAS) {
            assertThat(shown(schema.runtimeRole(), schema.runtimePassword(), "statement_timeout"))
                    .isEqualTo("3s");
            assertThat(shown(schema.runtimeRole(), schema.runtimePassword(), "lock_timeout"))
                    .isEqualTo("1s");
            assertThat(shown(schema.runtimeRole(), schema.runtimePassword(), "idle_in_transaction_session_timeout"))
                    .isEqualTo("10s");
            assertThat(shown(schema.runtimeRole(), schema.runtimePassword(), "search_path"))
                    .isEqualTo(schema.schema());
        }
    }

    @Test
    void s48LimitsTheConnectionsOfEveryRole() {
        List<String> roles = Stream.concat(
                        SCHEMAS.stream().flatMap(schema -> Stream.of(schema.ownerRole(), schema.runtimeRole())),
                        Stream.of(SchemaPlan.AUDITOR))
                .toList();
        for (String role : roles) {
            assertThat(database.number("SELECT rolconnlimit FROM pg_roles WHERE rolname = ?", role))
                    .as(role)
                    .isEqualTo(CONNECTIONS);
        }
    }

    @Test
    void s48LetsTheAuditorReadEverythingAndWriteNothing() {
        for (SchemaSettings schema : SCHEMAS) {
            assertThat(asAuditor("SELECT count(*) FROM " + table(schema))).isEqualTo("allowed");
            assertThat(asAuditor("DELETE FROM " + table(schema))).isEqualTo("25006");
            assertThat(asAuditor("BEGIN READ WRITE; DELETE FROM " + table(schema)))
                    .isEqualTo(DENIED);
        }
    }

    /** A function that works with its owner's rights looks for tables where its owner said, and is not for everybody. */
    @Test
    void s48FixesTheSearchPathOfWhatWorksWithTheOwnersRights() {
        List<Map<String, Object>> loose = database.rows("""
                SELECT oid::regprocedure::text AS function
                  FROM pg_proc
                 WHERE prosecdef
                   AND (NOT coalesce(proconfig::text LIKE '%search_path=%pg_temp%', false)
                        OR has_function_privilege('public', oid, 'EXECUTE'))
                """);

        assertThat(loose).isEmpty();
        assertThat(database.number("SELECT count(*) FROM pg_proc WHERE prosecdef"))
                .isGreaterThan(10);
    }

    private static List<String> journalsIn(SchemaSettings schema) {
        List<String> journals = new ArrayList<>(JOURNALS_IN.getOrDefault(schema.schema(), List.of()));
        if (schema.migrations().contains(SchemaSettings.MESSAGING)) {
            journals.addAll(MESSAGING_JOURNALS);
        }
        return journals.stream()
                .flatMap(journal -> Stream.concat(Stream.of(journal), partsOf(schema, journal)))
                .toList();
    }

    /** A table that is kept by month could be changed month by month. */
    private static Stream<String> partsOf(SchemaSettings schema, String journal) {
        return database
                .rows(
                        "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = ?::regclass",
                        schema.schema() + "." + journal)
                .stream()
                .map(row -> String.valueOf(row.get("relname")));
    }

    private static List<String> ownersIn(String schema) {
        return database.rows("""
                        SELECT DISTINCT pg_get_userbyid(owner) AS owner
                          FROM (SELECT relowner AS owner, relnamespace AS place FROM pg_class
                                 UNION ALL
                                SELECT proowner, pronamespace FROM pg_proc
                                 UNION ALL
                                SELECT nspowner, oid FROM pg_namespace) AS things
                         WHERE place = ?::regnamespace
                        """, schema).stream()
                .map(row -> String.valueOf(row.get("owner")))
                .toList();
    }

    private static String asRuntime(SchemaSettings schema, String sql) {
        return tried(schema.runtimeRole(), schema.runtimePassword(), sql);
    }

    private static String asAuditor(String sql) {
        return tried(SchemaPlan.AUDITOR, PLAN.auditorPassword(), sql);
    }

    private static String tried(String role, String password, String sql) {
        try (Connection connection = connect(role, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "allowed";
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    private static String shown(String role, String password, String setting) {
        try (Connection connection = connect(role, password);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SHOW " + setting)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        } catch (SQLException refused) {
            throw new AssertionError(setting, refused);
        }
    }

    private static Connection connect(String role, String password) throws SQLException {
        return DriverManager.getConnection(
                Backends.postgres().jdbcUrl(database.address().database()), role, password);
    }

    private static String table(SchemaSettings schema) {
        return schema.schema() + "." + TABLE_IN.get(schema.schema());
    }
}
