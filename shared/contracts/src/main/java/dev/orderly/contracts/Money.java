package dev.orderly.contracts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Converts between amounts as people write them ({@code 12.50}) and the minor units that the tables keep ({@code 1250}). */
public final class Money {

    private Money() {}

    /** The amount in minor units, exact. @throws ArithmeticException when it has more fraction digits than the currency, or overflows */
    public static long minor(BigDecimal amount, String currency) {
        return amount.setScale(digits(currency), RoundingMode.UNNECESSARY)
                .movePointRight(digits(currency))
                .longValueExact();
    }

    /** Minor units as an amount with exactly the currency's fraction digits. */
    public static BigDecimal amount(long minor, String currency) {
        return BigDecimal.valueOf(minor, digits(currency));
    }

    private static int digits(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }
}
