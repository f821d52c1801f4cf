package dev.orderly.payment;

import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Payments and their refunds as a transaction has locked them: of several outcomes, each sees what the one before has made of them. */
final class LockedPayments {

    private final Map<UUID, Payment> payments;
    private final Map<UUID, Refund> refunds;

    LockedPayments(Map<UUID, Payment> payments, Map<UUID, Refund> refunds) {
        this.payments = new HashMap<>(payments);
        this.refunds = new HashMap<>(refunds);
    }

    /** Decides on the payment that the outcome is about, if there is one. */
    Optional<Decision> decide(Outcome outcome) {
        Optional<Decision> decision =
                Optional.ofNullable(payments.get(outcome.paymentId())).map(payment -> outcome.decide(payment, refunds));
        decision.ifPresent(this::remember);
        return decision;
    }

    private void remember(Decision decision) {
        payments.put(decision.payment().id(), decision.payment());
        for (Step step : decision.steps()) {
            if (step instanceof Step.BookRefund booked) {
                refunds.put(booked.refund().id(), booked.refund().settled());
            }
        }
    }
}
