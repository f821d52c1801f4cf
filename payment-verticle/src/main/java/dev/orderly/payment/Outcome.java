package dev.orderly.payment;

import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.PaymentRules;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What came of an errand. */
sealed interface Outcome {

    UUID paymentId();

    /** The trace that the payment belongs to, when it is known. */
    Optional<String> trace();

    /** What it means for the payment and its refunds, as locked. */
    Decision decide(Payment payment, Map<UUID, Refund> refunds);

    /** The provider has answered a charge, or a question about one. */
    record Answered(UUID paymentId, Answer answer, Optional<String> trace) implements Outcome {
        @Override
        public Decision decide(Payment payment, Map<UUID, Refund> refunds) {
            return answer instanceof Answer.Captured captured
                    ? PaymentRules.captured(payment, captured.providerRef())
                    : PaymentRules.declined(payment, ((Answer.Declined) answer).reason());
        }
    }

    /** The provider has not answered a charge within the time limit. */
    record TimedOut(UUID paymentId, Optional<String> trace) implements Outcome {
        @Override
        public Decision decide(Payment payment, Map<UUID, Refund> refunds) {
            return PaymentRules.timedOut(payment);
        }
    }

    /** The provider has given money back. */
    record GivenBack(UUID paymentId, UUID refundId, String providerRef, Optional<String> trace) implements Outcome {
        @Override
        public Decision decide(Payment payment, Map<UUID, Refund> refunds) {
            Refund refund = refunds.get(refundId);
            if (refund == null) {
                throw new IllegalStateException("payment " + paymentId + " has no refund " + refundId);
            }
            return PaymentRules.refunded(payment, refund, providerRef);
        }
    }
}
