package dev.orderly.contracts;

import java.util.stream.Stream;

/** What sets a payment going. */
public enum PaymentTrigger {
    /** The reservation (documents 1 and 2; the default). */
    STOCK_RESERVED("stock.reserved"),
    /** The order itself (document 5's subscriber lists). */
    ORDER_CREATED("order.created"),
    /** The order service's request (document 3). */
    ORDER_CALLS("order.calls"),
    /** A person. */
    MANUAL("manual");

    private final String label;

    PaymentTrigger(String label) {
        this.label = label;
    }

    /** The trigger that the configuration spells so. @throws IllegalArgumentException when there is none */
    public static PaymentTrigger labelled(String label) {
        return Stream.of(values())
                .filter(trigger -> trigger.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no trigger " + label));
    }

    /** As the configuration spells it. */
    public String label() {
        return label;
    }
}
