package dev.orderly.payment.domain;

import java.util.Locale;

/** Where a payment stands; {@link #NONE} is an order that the payment service has not heard of. */
public enum Status {
    NONE,
    PENDING,
    CAPTURED,
    FAILED,
    VOID,
    REFUNDED;

    /** As tables, events and answers spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that tables, events and answers spell so. */
    public static Status labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
