package dev.orderly.payment.domain;

import dev.orderly.contracts.Money;
import java.math.BigDecimal;

/**
 * What is to be paid, and with what.
 *
 * @param amountMinor in minor units of the currency
 * @param currency ISO 4217
 * @param method the customer's means of payment, a token of the provider
 */
public record Terms(long amountMinor, String currency, String method) {

    /** The terms of a tombstone: the order ended before anybody told them. */
    public static final Terms UNKNOWN = new Terms(0, "", "");

    /** Whether anybody told them. */
    public boolean areKnown() {
        return !currency.isEmpty();
    }

    /** An amount of this currency as people write it. */
    public BigDecimal amount(long minor) {
        return Money.amount(minor, currency);
    }
}
