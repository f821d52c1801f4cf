package dev.orderly.persistence;

import java.time.Duration;

/**
 * Where one service's schema is and under which role its rows are read and written.
 *
 * @param host name or address of the PostgreSQL server
 * @param port its TCP port
 * @param database the database that holds every service's schema
 * @param schema the only schema this role may use
 * @param role the runtime role, never the owner of the schema
 * @param password of that role; never printed
 * @param poolSize connections at most, per context
 * @param maxWaiting callers that may wait for a connection; the next one is refused at once
 * @param queryTimeout how long the client waits for a connection or an answer before it gives the connection up
 * @param statementTimeout how long the server works on one statement
 * @param lockTimeout how long the server waits for one lock
 * @param idleInTransaction how long the server tolerates a transaction in which nothing happens
 * @param tls whether connections are encrypted, and which server is trusted
 */
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String schema,
        String role,
        String password,
        int poolSize,
        int maxWaiting,
        Duration queryTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        Duration idleInTransaction,
        Tls tls) {

    private static final int POOL_SIZE = 4;
    private static final int MAX_WAITING = 1000;

    /** The settings of a service with the default limits: 4 connections, 2 s on the client, 3 s, 1 s and 10 s on the server. */
    public static DatabaseSettings of(DatabaseAddress address, String schema, String role, String password) {
        return new DatabaseSettings(
                address.host(),
                address.port(),
                address.database(),
                schema,
                role,
                password,
                POOL_SIZE,
                MAX_WAITING,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                address.tls());
    }

    /** The same database and limits for another schema under its own role. */
    public DatabaseSettings as(String otherSchema, String otherRole, String otherPassword) {
        return new DatabaseSettings(
                host,
                port,
                database,
                otherSchema,
                otherRole,
                otherPassword,
                poolSize,
                maxWaiting,
                queryTimeout,
                statementTimeout,
                lockTimeout,
                idleInTransaction,
                tls);
    }

    /** The same with so many connections at most, for which so many callers may wait. */
    public DatabaseSettings withPool(int connections, int waiting) {
        return new DatabaseSettings(
                host,
                port,
                database,
                schema,
                role,
                password,
                connections,
                waiting,
                queryTimeout,
                statementTimeout,
                lockTimeout,
                idleInTransaction,
                tls);
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return role + "@" + host + ":" + port + "/" + database + " (" + schema + ", " + poolSize + " connections)";
    }
}
