package dev.orderly.persistence;

import java.util.List;

/**
 * One schema with the two roles that may touch it: the owner, who migrates, and the runtime role, who works in it.
 *
 * @param name what the roles are called after: {@code stock} gives {@code orderly_stock_owner} and {@code orderly_stock}
 * @param schema the schema's name
 * @param ownerPassword of the owner role
 * @param runtimePassword of the runtime role
 * @param migrations Flyway locations, the messaging tables among them where the schema has an outbox
 */
public record SchemaSettings(
        String name, String schema, String ownerPassword, String runtimePassword, List<String> migrations) {

    /** Where the outbox, inbox and attempts tables are made. */
    public static final String MESSAGING = "classpath:db/shared";

    /** The role that owns schema and tables. */
    public String ownerRole() {
        return "orderly_" + name + "_owner";
    }

    /** The role of the running service: no DDL, no other schema. */
    public String runtimeRole() {
        return "orderly_" + name;
    }

    /** Everything but the passwords. */
    @Override
    public String toString() {
        return schema + " (" + ownerRole() + ", " + runtimeRole() + ")";
    }
}
