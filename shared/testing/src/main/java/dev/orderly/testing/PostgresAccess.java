package dev.orderly.testing;

/** A PostgreSQL for tests, seen as its superuser. */
public record PostgresAccess(String host, int port, String user, String password) {

    /** The JDBC URL of one of its databases; a test's own look at it is not encrypted, which takes time. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?sslmode=disable";
    }
}
