package dev.orderly.payment.domain;

import java.util.Locale;

/** Why money goes back. */
public enum RefundCause {
    /** The order died. */
    COMPENSATION,
    /** Somebody wished it so. */
    GOODWILL;

    /** As tables and events spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cause that tables and events spell so. */
    public static RefundCause labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
