package dev.orderly.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is there of the roles and schemas that somebody else was to make, seen with nobody's rights but their own. */
final class Presence {

    /** A role that is not there has been told of already. */
    private static final String LOOK = """
            SELECT pg_get_userbyid(nspowner) = current_user AS owned,
                   coalesce(has_schema_privilege(to_regrole(?)::oid, oid, 'USAGE'), true) AS usable
              FROM pg_namespace
             WHERE nspname = ?
            """;

    private final DatabaseAddress address;
    private final List<String> missing = new ArrayList<>();

    Presence(DatabaseAddress address) {
        this.address = address;
    }

    /** Everything that was not as it should be. */
    List<String> missing() {
        return missing;
    }

    /** Looks whether that role can log in. @throws DatabaseSetupFailed when PostgreSQL itself cannot be reached */
    void role(String role, String password) {
        try {
            connect(role, password).close();
        } catch (SQLException refused) {
            missing.add(reason(role, refused));
        }
    }

    /** Looks after one schema and its two roles. */
    void schema(SchemaSettings settings) {
        role(settings.runtimeRole(), settings.runtimePassword());
        look(settings);
    }

    private void look(SchemaSettings settings) {
        try (Connection connection = connect(settings.ownerRole(), settings.ownerPassword());
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, settings.runtimeRole());
            statement.setString(2, settings.schema());
            try (ResultSet found = statement.executeQuery()) {
                judge(settings, found);
            }
        } catch (SQLException refused) {
            missing.add(reason(settings.ownerRole(), refused));
        }
    }

    private void judge(SchemaSettings settings, ResultSet found) throws SQLException {
        if (!found.next()) {
            missing.add("there is no schema " + settings.schema());
        } else if (!found.getBoolean("owned")) {
            missing.add("the schema " + settings.schema() + " does not belong to " + settings.ownerRole());
        } else if (!found.getBoolean("usable")) {
            missing.add("the role " + settings.runtimeRole() + " may not use the schema " + settings.schema());
        }
    }

    private String reason(String role, SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        if (state.startsWith("08") || state.startsWith("57") || state.equals("3D000")) {
            throw new DatabaseSetupFailed("cannot reach the database " + address, refused);
        }
        return state.startsWith("28")
                ? "the role " + role + " is missing, or its password is not the one that the role secret gives"
                : "the role " + role + " is refused (" + state + ")";
    }

    private Connection connect(String role, String password) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), role, password);
    }
}
