package dev.orderly.contracts;

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

    /** As the configuration spells it. */
    public String label() {
        return label;
    }
}
