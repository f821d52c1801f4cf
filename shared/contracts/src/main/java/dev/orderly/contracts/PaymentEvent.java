package dev.orderly.contracts;

import java.math.BigDecimal;
import java.util.UUID;

/** Everything the payment service announces. */
public sealed interface PaymentEvent extends AboutOrder {

    UUID paymentId();

    /** The payment is on record; the provider will be asked. */
    record PaymentInitiated(
            UUID paymentId, UUID orderId, String customerId, BigDecimal amount, String currency, String status)
            implements PaymentEvent {}

    /** The money was captured. */
    record PaymentCompleted(
            UUID paymentId, UUID orderId, String customerId, BigDecimal amount, String currency, String status)
            implements PaymentEvent {}

    /** No money was taken: {@code insufficient_funds}, {@code card_declined}, {@code timeout}, … */
    record PaymentFailed(
            UUID paymentId,
            UUID orderId,
            String customerId,
            BigDecimal amount,
            String currency,
            String status,
            String reason)
            implements PaymentEvent {}

    /** Money went back: {@code compensation} for a dead order, or {@code goodwill}. */
    record PaymentRefunded(
            UUID paymentId, UUID refundId, UUID orderId, BigDecimal amount, String currency, String cause)
            implements PaymentEvent {
        @Override
        public String gist() {
            return cause;
        }
    }
}
