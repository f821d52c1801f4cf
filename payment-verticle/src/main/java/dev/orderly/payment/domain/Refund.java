package dev.orderly.payment.domain;

import java.util.UUID;

/**
 * Money on its way back to the customer.
 *
 * @param id ours; also the provider's idempotency key
 * @param paymentId of which payment
 * @param key names the refund within its payment; the same key is the same refund
 * @param amountMinor in minor units of the payment's currency
 * @param cause why it goes back
 * @param done whether the provider confirmed it
 */
public record Refund(UUID id, UUID paymentId, String key, long amountMinor, RefundCause cause, boolean done) {

    /** The same, confirmed by the provider. */
    public Refund settled() {
        return new Refund(id, paymentId, key, amountMinor, cause, true);
    }
}
