package dev.orderly.testing;

/** A PostgreSQL for tests, seen as its superuser. */
public record PostgresAccess(String host, int port, String user, String password) {

    /** The JDBC URL of one of its databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
