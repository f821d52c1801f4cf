package dev.orderly.payment.domain;

import java.util.UUID;

/**
 * Money on its way back to the customer.
 *
 * @param id ours; also the provider's idempotency key
 * @param paymentId of which payment
 * @param wish what was asked for
 * @param amountMinor in minor units of the payment's currency
 * @param done whether the provider confirmed it
 */
public record Refund(UUID id, UUID paymentId, RefundWish wish, long amountMinor, boolean done) {

    /** Why it goes back. */
    public RefundCause cause() {
        return wish.cause();
    }

    /** The same, confirmed by the provider. */
    public Refund settled() {
        return new Refund(id, paymentId, wish, amountMinor, true);
    }
}
