package dev.orderly.payment;

import dev.orderly.contracts.Money;
import dev.orderly.payment.domain.Terms;
import dev.orderly.web.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of requests into what they ask for. */
final class PaymentBodies {

    private PaymentBodies() {}

    /** Money is taken in the shop's one currency. */
    static Cause.Asked initiate(Fields body, String currency, Optional<String> trace) {
        return new Cause.Asked(body.uuid("orderId"), body.id("customerId"), terms(body, currency), trace);
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
