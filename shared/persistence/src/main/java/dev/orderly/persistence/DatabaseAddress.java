package dev.orderly.persistence;

/** Where PostgreSQL answers, the database in it that holds all schemas, and how it proves who it is. */
public record DatabaseAddress(String host, int port, String database, Tls tls) {

    /** Without encryption. */
    public DatabaseAddress(String host, int port, String database) {
        this(host, port, database, Tls.NONE);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + tls.jdbcQuery();
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
