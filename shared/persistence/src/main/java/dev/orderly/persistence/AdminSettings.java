package dev.orderly.persistence;

/**
 * Who may create roles and schemas: a superuser, or a role with CREATEROLE and CREATE on the database.
 *
 * @param address where
 * @param user its name
 * @param password of that user; never printed
 * @param roleConnections how many connections each role may hold that it makes, in all processes together
 */
public record AdminSettings(DatabaseAddress address, String user, String password, int roleConnections) {

    /** What a role may hold unless something else is said. */
    public static final int ROLE_CONNECTIONS = 100;

    /** With the usual number of connections for each role. */
    public AdminSettings(DatabaseAddress address, String user, String password) {
        this(address, user, password, ROLE_CONNECTIONS);
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return user + "@" + address;
    }
}
