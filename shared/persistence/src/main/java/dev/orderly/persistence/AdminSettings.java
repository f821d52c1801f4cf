package dev.orderly.persistence;

/** Who may create roles and schemas: a superuser, or a role with CREATEROLE and CREATE on the database. */
public record AdminSettings(DatabaseAddress address, String user, String password) {

    /** Everything but the password. */
    @Override
    public String toString() {
        return user + "@" + address;
    }
}
