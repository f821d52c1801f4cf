package dev.orderly.payment.domain;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/**
 * The one payment of an order.
 *
 * @param id ours; also the provider's idempotency key
 * @param terms what is to be paid, and with what
 * @param reason why there is no money, once failed or void
 * @param contact how far the provider knows of it
 * @param unwanted the order ended while the provider was being asked
 * @param sums what has moved
 * @param sequence how many events it has announced
 */
public record Payment(
        UUID id,
        UUID orderId,
        String customerId,
        Terms terms,
        Status status,
        Optional<String> reason,
        Contact contact,
        boolean unwanted,
        Sums sums,
        long sequence) {

    /** The payment of an order that has none yet; this will be its id. */
    public static Payment none(UUID id, UUID orderId, String customerId) {
        return new Payment(
                id,
                orderId,
                customerId,
                Terms.UNKNOWN,
                Status.NONE,
                Optional.empty(),
                Contact.UNSENT,
                false,
                Sums.ZERO,
                0);
    }

    /** Whether it is this customer's, on these terms. */
    public boolean isFor(String customer, Terms wanted) {
        return customerId.equals(customer) && terms.equals(wanted);
    }

    /** What this payment announced under that type, its payload made anew. */
    public PaymentEvent outcome(EventType type) {
        return switch (type) {
            case PAYMENT_INITIATED ->
                new PaymentInitiated(id, orderId, customerId, amount(), terms.currency(), Status.PENDING.label());
            case PAYMENT_SUCCESSFUL ->
                new PaymentCompleted(id, orderId, customerId, amount(), terms.currency(), Status.CAPTURED.label());
            case PAYMENT_FAILED ->
                new PaymentFailed(
                        id, orderId, customerId, amount(), terms.currency(), Status.FAILED.label(), reason.orElse(""));
            default -> throw new IllegalArgumentException(type + " is no outcome of a payment");
        };
    }

    /** What this payment announces of one of its refunds. */
    public PaymentEvent refunded(Refund refund) {
        return new PaymentRefunded(
                id,
                refund.id(),
                orderId,
                terms.amount(refund.amountMinor()),
                terms.currency(),
                refund.cause().label());
    }

    private BigDecimal amount() {
        return terms.amount(terms.amountMinor());
    }

    Payment with(Terms wanted) {
        return copy(wanted, status, reason, contact, unwanted, sums, sequence);
    }

    Payment with(Status next) {
        return copy(terms, next, reason, contact, unwanted, sums, sequence);
    }

    Payment with(Contact next) {
        return copy(terms, status, reason, next, unwanted, sums, sequence);
    }

    Payment with(Sums moved) {
        return copy(terms, status, reason, contact, unwanted, moved, sequence);
    }

    Payment because(String why) {
        return copy(terms, status, Optional.of(why), contact, unwanted, sums, sequence);
    }

    Payment nowUnwanted() {
        return copy(terms, status, reason, contact, true, sums, sequence);
    }

    Payment announcing() {
        return copy(terms, status, reason, contact, unwanted, sums, sequence + 1);
    }

    private Payment copy(
            Terms newTerms,
            Status newStatus,
            Optional<String> newReason,
            Contact newContact,
            boolean nowUnwanted,
            Sums newSums,
            long newSequence) {
        return new Payment(
                id, orderId, customerId, newTerms, newStatus, newReason, newContact, nowUnwanted, newSums, newSequence);
    }
}
