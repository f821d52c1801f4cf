package dev.orderly.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** The statements that make roles and schemas, each of which may find its work done. */
final class Roles {

    private static final int MAX_NAME_LENGTH = 63;

    private final Connection connection;
    private final Statement statement;
    private final String database;
    private final int connections;
    private final List<String> done = new ArrayList<>();

    Roles(Connection connection, Statement statement, AdminSettings admin) {
        this.connection = connection;
        this.statement = statement;
        this.database = quoted(admin.address().database());
        this.connections = admin.roleConnections();
    }

    /** What was found and what was made, a line for each role and schema. */
    List<String> done() {
        return done;
    }

    /** Takes from everybody what PostgreSQL gives to everybody: temporary tables, and the schema public. */
    void closeDatabase() throws SQLException {
        run("REVOKE TEMPORARY, CREATE ON DATABASE " + database + " FROM PUBLIC");
        run("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    void createSchema(SchemaSettings settings) throws SQLException {
        String schema = named(settings.schema());
        String owner = named(settings.ownerRole());
        String runtime = named(settings.runtimeRole());
        createRole(owner, settings.ownerPassword());
        createRole(runtime, settings.runtimePassword());
        if (isTrue("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            findDeadlocksEarly(runtime);
        } else {
            join(owner);
        }
        run("GRANT CONNECT ON DATABASE " + database + " TO " + owner + ", " + runtime);
        boolean isThere = isTrue("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = '" + schema + "')");
        run("CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + owner);
        done.add("schema " + schema + " of " + owner + ": " + (isThere ? "was there, rights set anew" : "created"));
        run("GRANT USAGE ON SCHEMA " + schema + " TO " + runtime);
        limit(runtime);
        run("ALTER ROLE " + owner + " SET search_path = " + schema);
        run("ALTER ROLE " + runtime + " SET search_path = " + schema);
        shareFutureTables(schema, owner, runtime);
    }

    void createAuditor(String auditor, String password) throws SQLException {
        createRole(auditor, password);
        run("GRANT CONNECT ON DATABASE " + database + " TO " + auditor);
        run("GRANT pg_read_all_data TO " + auditor);
        run("ALTER ROLE " + auditor + " SET default_transaction_read_only = on");
        run("ALTER ROLE " + auditor + " SET search_path = pg_catalog");
        run("ALTER ROLE " + auditor + " SET statement_timeout = '60s'");
        run("ALTER ROLE " + auditor + " SET idle_in_transaction_session_timeout = '60s'");
    }

    private void createRole(String role, String password) throws SQLException {
        boolean isThere = isTrue("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "')");
        if (!isThere) {
            run("CREATE ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
        }
        run("ALTER ROLE " + role + " CONNECTION LIMIT " + connections);
        done.add("role " + role + ": " + (isThere ? "was there, password and limits set anew" : "created"));
        connection.unwrap(PGConnection.class).alterUserPassword(role, password.toCharArray(), "scram-sha-256");
    }

    /** By default the search for deadlocks begins when the lock timeout has ended the wait already. Only a superuser may change that. */
    private void findDeadlocksEarly(String runtime) throws SQLException {
        run("ALTER ROLE " + runtime + " SET deadlock_timeout = '200ms'");
    }

    /** Whoever creates a schema for another role must be a member of that role. */
    private void join(String owner) throws SQLException {
        run("GRANT " + owner + " TO CURRENT_USER");
    }

    private void limit(String runtime) throws SQLException {
        run("ALTER ROLE " + runtime + " SET statement_timeout = '3s'");
        run("ALTER ROLE " + runtime + " SET lock_timeout = '1s'");
        run("ALTER ROLE " + runtime + " SET idle_in_transaction_session_timeout = '10s'");
    }

    /** Rights on tables come with their creation, so that a migration can take some of them away for good. */
    private void shareFutureTables(String schema, String owner, String runtime) throws SQLException {
        String defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA " + schema;
        run(defaults + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + runtime);
        run(defaults + " GRANT USAGE, SELECT ON SEQUENCES TO " + runtime);
    }

    private boolean isTrue(String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private void run(String sql) throws SQLException {
        statement.execute(sql);
    }

    /** Names come from code and configuration and go into text: only plain ones are let through. */
    private static String named(String name) {
        if (name.length() > MAX_NAME_LENGTH || !name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain PostgreSQL name: " + name);
        }
        return name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
