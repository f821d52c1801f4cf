package dev.orderly.contracts;

import java.util.Locale;

/** What happens to a paid order. */
public enum Fulfilment {
    /** It is complete once the stock is deducted. */
    NONE,
    /** The shipping service hands it over. */
    SHIPPING,
    /** A person moves it on. */
    MANUAL;

    /** As the configuration spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
