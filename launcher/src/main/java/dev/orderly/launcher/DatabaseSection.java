package dev.orderly.launcher;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.Tls;
import dev.orderly.web.Fields;
import java.util.List;

/**
 * Where PostgreSQL is.
 *
 * @param embedded whether it comes with the jar
 * @param host of an external one
 * @param port of an external one; where an embedded one listens, 0 for a free port
 * @param name the database
 * @param creates whether this process creates schemas and roles; else they must be there
 * @param user who creates schemas and roles
 * @param password of that user
 * @param roleSecret what the passwords of the services' roles are derived from; empty: a random one in the data folder
 * @param poolSize connections per service and event loop
 * @param maxWaiting callers that may wait for one of them
 * @param roleConnections how many connections each role may hold, in all processes together
 * @param tls whether the connections are encrypted, and whom they trust
 */
record DatabaseSection(
        boolean embedded,
        String host,
        int port,
        String name,
        boolean creates,
        String user,
        Secret password,
        Secret roleSecret,
        int poolSize,
        int maxWaiting,
        int roleConnections,
        Tls tls) {

    private static final int POSTGRES_PORT = 5432;

    /** Where an external one answers. */
    DatabaseAddress address() {
        return new DatabaseAddress(host, port == 0 ? POSTGRES_PORT : port, name, tls);
    }

    /** Who creates schemas and roles in an external one. */
    AdminSettings admin() {
        return new AdminSettings(address(), user, password.value(), roleConnections);
    }

    static DatabaseSection read(Fields section) {
        DatabaseSection read = readAll(section);
        if (read.embedded && !read.creates) {
            section.reject("setup", "must be create with an embedded database: nobody else could set it up");
        }
        if (read.embedded && read.tls.verifies()) {
            section.reject("tls", "must be none with an embedded database: nothing leaves the machine");
        }
        if (!read.embedded && read.roleSecret.isEmpty()) {
            section.reject(
                    "roleSecret",
                    "must be given with an external database: all nodes derive the same role passwords from it");
        }
        return read;
    }

    private static DatabaseSection readAll(Fields section) {
        return new DatabaseSection(
                section.choice("backend", Configuration.BACKENDS, Configuration.EMBEDDED)
                        .equals(Configuration.EMBEDDED),
                section.text("host", 255, "127.0.0.1"),
                section.count("port", 0, 0, 65_535),
                section.text("name", 63, "orderly"),
                section.choice("setup", List.of("create", "assume"), "create").equals("create"),
                section.text("user", 63, "postgres"),
                Secret.read(section, "password"),
                Secret.read(section, "roleSecret"),
                section.count("poolSize", 4, 1, 100),
                section.count("maxWaiting", 1_000, 1, 100_000),
                section.count("roleConnections", AdminSettings.ROLE_CONNECTIONS, 1, 100_000),
                TlsChoice.read(section));
    }
}
