package dev.orderly.payment;

import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.Terms;
import java.util.Optional;
import java.util.UUID;

/** Something to do with the provider, about a row that is committed; done twice it does no harm. */
sealed interface Errand {

    /** The row, also the provider's key. */
    UUID key();

    /** The customer's money is to be taken. */
    record Charge(UUID key, Terms terms, Optional<String> trace) implements Errand {}

    /** The provider is to be asked what became of a charge; for the last time, or not. */
    record Ask(UUID key, boolean isOverdue, Optional<String> trace) implements Errand {}

    /** Money is to go back. */
    record GiveBack(Refund refund, Optional<String> trace) implements Errand {
        @Override
        public UUID key() {
            return refund.id();
        }
    }
}
