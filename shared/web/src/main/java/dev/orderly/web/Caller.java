package dev.orderly.web;

import java.util.Set;

/**
 * Who sends a request.
 *
 * @param subject the customer's id, or the name of a clerk or a service; printable
 * @param scopes what the caller may do, {@code orders.read} for instance
 */
public record Caller(String subject, Set<String> scopes) {

    /** Nobody in particular: who shows no token where none is asked for. */
    static final Caller ANYBODY = new Caller("", Set.of());

    /** The scope of those who act for every customer: clerks, and services among themselves. */
    public static final String STAFF = "shop.staff";

    /** Whether the caller acts for every customer. */
    public boolean isStaff() {
        return scopes.contains(STAFF);
    }

    /** Whether what belongs to this customer may be seen and moved by the caller. */
    public boolean actsFor(String customerId) {
        return isStaff() || subject.equals(customerId);
    }
}
