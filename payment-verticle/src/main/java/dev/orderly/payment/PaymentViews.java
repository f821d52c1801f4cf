package dev.orderly.payment;

import dev.orderly.payment.PaymentReadings.Reading;
import dev.orderly.payment.RefundRepository.StoredRefund;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.Terms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How the contract shows payments and refunds. */
final class PaymentViews {

    private PaymentViews() {}

    /** A payment as the contract shows it; an order that ended before its payment began has no amount, currency and method. */
    record PaymentView(
            UUID id,
            UUID orderId,
            String customerId,
            Optional<BigDecimal> amount,
            Optional<String> currency,
            Optional<String> method,
            String status,
            Optional<String> reason,
            Optional<BigDecimal> captured,
            Optional<BigDecimal> refunded,
            List<RefundView> refunds,
            Instant createdAt) {

        static PaymentView of(Reading reading) {
            Payment payment = reading.payment();
            Optional<Terms> terms = Optional.of(payment.terms()).filter(Terms::areKnown);
            return new PaymentView(
                    payment.id(),
                    payment.orderId(),
                    payment.customerId(),
                    terms.map(known -> known.amount(known.amountMinor())),
                    terms.map(Terms::currency),
                    terms.map(Terms::method),
                    payment.status().label(),
                    payment.reason(),
                    terms.map(known -> known.amount(payment.sums().capturedMinor())),
                    terms.map(known -> known.amount(payment.sums().refundedMinor())),
                    reading.refunds().stream()
                            .map(refund -> RefundView.of(payment, refund))
                            .toList(),
                    reading.createdAt());
        }
    }

    /** A refund as the contract shows it: while it is pending, also how that goes. */
    record RefundView(
            UUID id,
            BigDecimal amount,
            String currency,
            String cause,
            Optional<String> reason,
            String status,
            int attempts,
            Optional<String> trouble,
            Optional<Instant> nextAttemptAt,
            Instant createdAt,
            Optional<Instant> doneAt) {

        static RefundView of(Payment payment, StoredRefund stored) {
            Refund refund = stored.refund();
            return new RefundView(
                    refund.id(),
                    payment.terms().amount(refund.amountMinor()),
                    payment.terms().currency(),
                    refund.cause().label(),
                    refund.wish().reason(),
                    refund.done() ? "done" : "pending",
                    stored.attempts(),
                    stored.trouble(),
                    stored.nextAttemptAt(),
                    stored.createdAt(),
                    stored.doneAt());
        }
    }
}
