package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No service can look into another's tables: every pair of a role of the shop and a foreign schema. */
class RolesIT {

    private static final Map<String, String> TABLE_IN = Map.of(
            "orders", "orders",
            "stock", "stock_levels",
            "payment", "payments",
            "provider", "charges",
            "catalog", "products");

    private final SchemaPlan plan = new SchemaPlan(new RolePasswords("roles"), 2, 100);

    @Test
    void refusesEveryRoleEveryForeignSchema() throws SQLException {
        List<SchemaSettings> schemas = plan.schemas(Services.ALL);
        try (TestDatabase database = Backends.database("roles")) {
            Schemas.create(database.admin(), schemas, plan.auditorPassword());
            Schemas.migrate(database.address(), schemas);
            for (SchemaSettings own : schemas) {
                try (Connection connection = connect(database, own)) {
                    connection.createStatement().execute("SELECT count(*) FROM " + table(own));
                    schemas.stream()
                            .filter(foreign -> !foreign.equals(own))
                            .forEach(foreign -> isRefused(connection, foreign));
                }
            }
        }
    }

    private static Connection connect(TestDatabase database, SchemaSettings schema) throws SQLException {
        String url = "jdbc:postgresql://" + database.address().host() + ":"
                + database.address().port() + "/" + database.address().database();
        return DriverManager.getConnection(url, schema.runtimeRole(), schema.runtimePassword());
    }

    private static void isRefused(Connection connection, SchemaSettings foreign) {
        for (String attempt : List.of("SELECT count(*) FROM " + table(foreign), "DELETE FROM " + table(foreign))) {
            assertThatThrownBy(() -> connection.createStatement().execute(attempt))
                    .as(attempt)
                    .isInstanceOf(SQLException.class)
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("42501");
        }
    }

    private static String table(SchemaSettings schema) {
        return schema.schema() + "." + TABLE_IN.get(schema.schema());
    }
}
