package dev.orderly.persistence;

/** Where PostgreSQL answers, and the database in it that holds all schemas. */
public record DatabaseAddress(String host, int port, String database) {

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
