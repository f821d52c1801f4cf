package dev.orderly.payment.domain;

import static dev.orderly.contracts.EventType.PAYMENT_FAILED;
import static dev.orderly.contracts.EventType.PAYMENT_INITIATED;
import static dev.orderly.contracts.EventType.PAYMENT_SUCCESSFUL;

import dev.orderly.payment.domain.Step.Alarm;
import dev.orderly.payment.domain.Step.Announce;
import dev.orderly.payment.domain.Step.AnswerAsBefore;
import dev.orderly.payment.domain.Step.BookCapture;
import dev.orderly.payment.domain.Step.BookRefund;
import dev.orderly.payment.domain.Step.PromiseRefund;
import dev.orderly.payment.domain.Step.Refusal;
import dev.orderly.payment.domain.Step.Refuse;
import dev.orderly.payment.domain.Step.Repeat;
import java.util.List;
import java.util.Optional;

/** Carries out the moves of the payment table: what each occasion makes of a payment. */
public final class PaymentRules {

    /** The reason of a payment about which the provider said nothing in time. */
    public static final String TIMEOUT = "timeout";

    private PaymentRules() {}

    /** The shop's flow wants the order paid, on these terms. */
    public static Decision triggered(Payment payment, Terms wanted) {
        return switch (PaymentTable.on(Occasion.TRIGGERED, payment.status())) {
            case OPEN -> Decision.announced(payment.with(wanted).with(Status.PENDING), PAYMENT_INITIATED);
            case REPEAT_OUTCOME -> Decision.unchanged(payment, new Repeat(true, false));
            case REPEAT_ALL -> Decision.unchanged(payment, new Repeat(true, true));
            default -> Decision.unchanged(payment);
        };
    }

    /** Somebody asks for the order to be paid: the flow's wish, unless there is a payment for somebody else or on other terms. */
    public static Decision asked(Payment payment, String customerId, Terms wanted) {
        return payment.status() == Status.NONE || payment.isFor(customerId, wanted)
                ? triggered(payment, wanted)
                : Decision.unchanged(payment);
    }

    /** The order was cancelled or has failed. */
    public static Decision orderEnded(Payment payment, String why) {
        return switch (PaymentTable.on(Occasion.ORDER_ENDED, payment.status())) {
            case BURY -> Decision.changed(voided(payment, why));
            case WITHDRAW -> withdraw(payment, why);
            case REFUND_REMAINDER -> refundRemainder(payment);
            case REPEAT_REFUNDS -> Decision.unchanged(payment, new Repeat(false, true));
            default -> Decision.unchanged(payment);
        };
    }

    /** The provider has the money. */
    public static Decision captured(Payment payment, String providerRef) {
        return switch (PaymentTable.on(Occasion.CAPTURED, payment.status())) {
            case CAPTURE -> capture(payment.with(Status.CAPTURED).with(Contact.SETTLED), providerRef);
            case BOOK_AND_REFUND -> bookAndRefund(payment, providerRef);
            case ALARM_BOOK_AND_REFUND -> bookAndRefund(payment, providerRef, new Alarm("captured, yet void"));
            default -> Decision.unchanged(payment);
        };
    }

    /** The provider will not take the money. */
    public static Decision declined(Payment payment, String why) {
        return switch (PaymentTable.on(Occasion.DECLINED, payment.status())) {
            case DECLINE -> decline(payment, why);
            case ALARM -> Decision.unchanged(payment, new Alarm("declined, yet captured"));
            default -> stopAsking(payment);
        };
    }

    /** The provider has said nothing for too long. */
    public static Decision timedOut(Payment payment) {
        if (PaymentTable.on(Occasion.TIMED_OUT, payment.status()) != Move.GIVE_UP) {
            return Decision.unchanged(payment);
        }
        Contact next = payment.contact() == Contact.SENT ? Contact.ASKING : Contact.SETTLED;
        return Decision.announced(failed(payment, TIMEOUT).with(next), PAYMENT_FAILED);
    }

    /** Somebody asks for money back; with a key that was used before for the same, that refund is the answer. */
    public static Decision refundAsked(Payment payment, RefundWish wanted, Optional<Refund> earlier) {
        if (earlier.isPresent()) {
            return Decision.unchanged(payment, asBefore(earlier.get(), wanted));
        }
        return switch (PaymentTable.on(Occasion.REFUND_ASKED, payment.status())) {
            case GRANT_REFUND -> grant(payment, wanted);
            case UNKNOWN -> Decision.unchanged(payment, new Refuse(Refusal.UNKNOWN_PAYMENT));
            case EXCESS -> Decision.unchanged(payment, new Refuse(Refusal.EXCEEDS_REMAINDER));
            default -> Decision.unchanged(payment, new Refuse(Refusal.NOT_CAPTURED));
        };
    }

    /** The provider says that the money went back. */
    public static Decision refunded(Payment payment, Refund refund, String providerRef) {
        if (refund.done() || PaymentTable.on(Occasion.REFUNDED, payment.status()) != Move.SETTLE_REFUND) {
            return Decision.unchanged(payment);
        }
        Sums sums = payment.sums().refunded(refund.amountMinor());
        boolean isOver = payment.status() == Status.CAPTURED && sums.isAllRefunded();
        Payment after = payment.with(sums)
                .with(isOver ? Status.REFUNDED : payment.status())
                .announcing();
        return Decision.changed(
                after, new BookRefund(refund, providerRef), new Announce(after.refunded(refund), after.sequence()));
    }

    /** A row that was left behind has come due: what there is to do with the provider. Refunds are rows of their own. */
    public static Resumption pickedUp(Payment payment) {
        return switch (PaymentTable.on(Occasion.PICKED_UP, payment.status())) {
            case CALL_AGAIN -> Resumption.CALL;
            case ASK_AND_RESUME -> payment.contact() == Contact.ASKING ? Resumption.ASK : Resumption.NOTHING;
            default -> Resumption.NOTHING;
        };
    }

    private static Decision withdraw(Payment payment, String why) {
        if (payment.contact() == Contact.UNSENT) {
            return Decision.changed(voided(payment, why));
        }
        return payment.unwanted() ? Decision.unchanged(payment) : Decision.changed(payment.nowUnwanted());
    }

    private static Decision capture(Payment payment, String providerRef) {
        if (payment.unwanted()) {
            return bookAndRefund(payment, providerRef);
        }
        return Decision.announced(booked(payment), PAYMENT_SUCCESSFUL, booking(payment, providerRef));
    }

    private static Decision decline(Payment payment, String why) {
        return payment.unwanted()
                ? Decision.changed(voided(payment, why))
                : Decision.announced(failed(payment, why), PAYMENT_FAILED);
    }

    /** The capture of a payment that is over is booked once, however often the provider tells of it. */
    private static Decision bookAndRefund(Payment payment, String providerRef, Step... further) {
        if (payment.sums().isBooked()) {
            return Decision.unchanged(payment);
        }
        Payment settled = booked(payment).with(Contact.SETTLED);
        Decision refund = refundRemainder(settled);
        return Decision.changed(refund.payment(), booking(payment, providerRef))
                .and(refund.steps())
                .and(List.of(further));
    }

    private static Decision refundRemainder(Payment payment) {
        long remainder = payment.sums().remainderMinor();
        if (remainder <= 0) {
            return Decision.unchanged(payment);
        }
        return Decision.changed(
                payment.with(payment.sums().promised(remainder)),
                new PromiseRefund(RefundWish.COMPENSATION, remainder));
    }

    private static Step asBefore(Refund earlier, RefundWish wanted) {
        return earlier.wish().equals(wanted) ? new AnswerAsBefore(earlier) : new Refuse(Refusal.KEY_REUSED);
    }

    private static Decision grant(Payment payment, RefundWish wanted) {
        long remainder = payment.sums().remainderMinor();
        long amount = wanted.amountMinor().orElse(remainder);
        if (amount <= 0 || amount > remainder) {
            return Decision.unchanged(payment, new Refuse(Refusal.EXCEEDS_REMAINDER));
        }
        return Decision.changed(payment.with(payment.sums().promised(amount)), new PromiseRefund(wanted, amount));
    }

    private static Decision stopAsking(Payment payment) {
        return payment.contact() == Contact.ASKING
                ? Decision.changed(payment.with(Contact.SETTLED))
                : Decision.unchanged(payment);
    }

    private static Step booking(Payment payment, String providerRef) {
        return new BookCapture(payment.terms().amountMinor(), providerRef);
    }

    private static Payment booked(Payment payment) {
        return payment.with(payment.sums().captured(payment.terms().amountMinor()));
    }

    private static Payment failed(Payment payment, String why) {
        return payment.with(Status.FAILED).with(Contact.SETTLED).because(why);
    }

    private static Payment voided(Payment payment, String why) {
        return payment.with(Status.VOID).with(Contact.SETTLED).because(why);
    }
}
