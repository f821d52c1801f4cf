package dev.orderly.payment.domain;

import dev.orderly.contracts.PaymentEvent;

/** One effect of a decision, carried out in the transaction of the decision. */
public sealed interface Step {

    /** A new event is announced, as this step of its order. */
    record Announce(PaymentEvent event, long sequence) implements Step {}

    /** What was announced before is announced again. */
    record Repeat(boolean outcome, boolean refunds) implements Step {}

    /** The ledger gains the capture. */
    record BookCapture(long amountMinor, String providerRef) implements Step {}

    /** A refund is promised; the provider is called after commit. */
    record PromiseRefund(RefundWish wish, long amountMinor) implements Step {}

    /** The ledger gains the refund. */
    record BookRefund(Refund refund, String providerRef) implements Step {}

    /** The same was asked before: that refund is the answer. */
    record AnswerAsBefore(Refund refund) implements Step {}

    /** The request is refused. */
    record Refuse(Refusal refusal) implements Step {}

    /** Somebody has to look. */
    record Alarm(String what) implements Step {}

    /** Why a refund is refused. */
    enum Refusal {
        UNKNOWN_PAYMENT,
        NOT_CAPTURED,
        EXCEEDS_REMAINDER,
        KEY_REUSED
    }
}
