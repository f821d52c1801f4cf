package dev.orderly.testing;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One test class's own database, looked into as superuser; its methods block, as tests may. */
public final class TestDatabase implements AutoCloseable {

    private final PostgresAccess access;
    private final String name;

    private TestDatabase(PostgresAccess access, String name) {
        this.access = access;
        this.name = name;
    }

    static TestDatabase create(PostgresAccess access, String name) {
        var database = new TestDatabase(access, name);
        database.onServer("CREATE DATABASE \"" + name + "\"");
        return database;
    }

    /** Another database of the same server, which somebody else has made; it is this test's to drop. */
    public TestDatabase beside(String other) {
        return new TestDatabase(access, other);
    }

    /** Where it is. */
    public DatabaseAddress address() {
        return new DatabaseAddress(access.host(), access.port(), name);
    }

    /** Who may create roles and schemas in it. */
    public AdminSettings admin() {
        return new AdminSettings(address(), access.user(), access.password());
    }

    /** Runs one statement, with {@code ?} for each parameter. */
    public void run(String sql, Object... parameters) {
        try (Connection connection = connect(name);
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    /** The rows of a query, each by column name. */
    public List<Map<String, Object>> rows(String sql, Object... parameters) {
        try (Connection connection = connect(name);
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet found = statement.executeQuery()) {
            return rows(found);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    /** The only column of the only row, as text; {@code null} is "null". */
    public String value(String sql, Object... parameters) {
        List<Map<String, Object>> found = rows(sql, parameters);
        if (found.size() != 1 || found.get(0).size() != 1) {
            throw new AssertionError("not one value but " + found + " from " + sql);
        }
        return String.valueOf(found.get(0).values().iterator().next());
    }

    /** The only column of the only row, as a number. */
    public long number(String sql, Object... parameters) {
        return Long.parseLong(value(sql, parameters));
    }

    /** Ends all its sessions and drops it. */
    @Override
    public void close() {
        onServer("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
    }

    /** Runs the work while no other test makes or changes roles: these belong to the server, not to a database. */
    void aloneWithRoles(Runnable work) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(7203971206)");
            work.run();
        } catch (SQLException failure) {
            throw new AssertionError("no turn to make roles", failure);
        }
    }

    private void onServer(String sql) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    /** A session of the administrator, for what takes more than one statement; whoever asks closes it. */
    public Connection session() throws SQLException {
        return connect(name);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(database), access.user(), access.password());
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static List<Map<String, Object>> rows(ResultSet found) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        var columns = found.getMetaData();
        while (found.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnLabel(i), found.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
