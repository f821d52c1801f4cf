package dev.orderly.payment.domain;

import java.util.Optional;

/**
 * What somebody wants to be given back.
 *
 * @param key names the refund within its payment; the same key is the same refund
 * @param amountMinor how much, in minor units; empty for whatever is left
 * @param cause why money goes back
 * @param reason the same in somebody's words
 */
public record RefundWish(String key, Optional<Long> amountMinor, RefundCause cause, Optional<String> reason) {

    /** The one refund that undoes a payment whose order died. */
    public static final RefundWish COMPENSATION =
            new RefundWish("compensation", Optional.empty(), RefundCause.COMPENSATION, Optional.empty());
}
