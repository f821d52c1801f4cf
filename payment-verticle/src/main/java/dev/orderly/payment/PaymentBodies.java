package dev.orderly.payment;

import dev.orderly.contracts.Money;
import dev.orderly.payment.domain.RefundCause;
import dev.orderly.payment.domain.RefundWish;
import dev.orderly.payment.domain.Terms;
import dev.orderly.web.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of requests into what they ask for. */
final class PaymentBodies {

    /** Keys that clients name are told apart from the shop's own. */
    private static final String ASKED = "asked:";

    private static final int MAX_REASON = 200;

    private PaymentBodies() {}

    /** Money is taken in the shop's one currency. */
    static Cause.Asked initiate(Fields body, String currency, Optional<String> trace) {
        return new Cause.Asked(body.uuid("orderId"), body.id("customerId"), terms(body, currency), trace);
    }

    /**
     * What is to go back; no amount means all that is left. Compensation is no wish: the shop itself gives back what was paid for an order
     * that died.
     */
    static RefundWish refund(Fields body, String key, String currency) {
        Optional<Long> amount =
                body.has("amount") ? Optional.of(positive(body, body.amount("amount"), currency)) : Optional.empty();
        String cause = body.choice("cause", List.of(RefundCause.GOODWILL.label()), RefundCause.GOODWILL.label());
        return new RefundWish(
                ASKED + key, amount, RefundCause.labelled(cause), body.optionalText("reason", MAX_REASON));
    }

    private static long positive(Fields body, BigDecimal amount, String currency) {
        if (amount.signum() <= 0) {
            body.reject("amount", "must be more than 0");
        }
        return minor(body, amount, currency);
    }

    private static Terms terms(Fields body, String shopCurrency) {
        BigDecimal amount = body.amount("amount");
        String currency = body.choice("currency", List.of(shopCurrency));
        return new Terms(minor(body, amount, shopCurrency), currency, body.id("paymentMethod"));
    }

    /** The amount in minor units; one with more digits than the currency has is rejected. */
    static long minor(Fields body, BigDecimal amount, String currency) {
        try {
            return Money.minor(amount, currency);
        } catch (ArithmeticException tooFine) {
            body.reject("amount", "has more fraction digits than " + currency);
            return 0;
        }
    }
}
