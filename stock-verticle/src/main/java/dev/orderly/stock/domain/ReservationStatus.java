package dev.orderly.stock.domain;

import java.util.Locale;

/** Where an order stands with stock; {@link #NONE} has no row. */
public enum ReservationStatus {
    /** Stock has never heard of the order. */
    NONE,
    /** All its lines are set aside. */
    HELD,
    /** At least one line was short. */
    REFUSED,
    /** What was held is available again. */
    RELEASED,
    /** What was held has left the shelf for good. */
    DEDUCTED,
    /** A tombstone: the order's end came before its beginning. */
    VOID;

    /** As the tables spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that the tables spell so. */
    public static ReservationStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
