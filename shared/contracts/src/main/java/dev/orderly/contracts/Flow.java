package dev.orderly.contracts;

/** How this shop runs its saga: what sets a payment going, and what happens to a paid order. */
public record Flow(PaymentTrigger trigger, Fulfilment fulfilment) {

    /** Payment follows the reservation, a paid order is complete. */
    public static final Flow STANDARD = new Flow(PaymentTrigger.STOCK_RESERVED, Fulfilment.NONE);
}
