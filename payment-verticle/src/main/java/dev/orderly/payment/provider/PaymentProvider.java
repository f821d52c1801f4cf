package dev.orderly.payment.provider;

import dev.orderly.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Moves money. Every call carries a key: called again with the same key, the provider does nothing anew and answers the same. A failed or
 * missing answer says nothing about whether money has moved.
 */
public interface PaymentProvider {

    /** Takes the customer's money. */
    Future<Answer> capture(UUID key, Terms terms);

    /** What became of a capture that is no longer waited for: it happened, it never will, or (empty) the provider cannot tell yet. */
    Future<Optional<Answer>> find(UUID key);

    /** Gives back some of what was captured under another key. */
    Future<RefundAnswer> refund(UUID key, UUID captureKey, long amountMinor);

    /**
     * Lets go of what an adapter itself has kept since before then about payments that {@code kept} no longer knows; most keep nothing.
     */
    default Future<Void> forget(Instant before, Function<List<UUID>, Future<Set<UUID>>> kept) {
        return Future.succeededFuture();
    }

    /** What the provider says about a refund. */
    sealed interface RefundAnswer {

        /** The money went back, under this reference of its own. */
        record Refunded(String providerRef) implements RefundAnswer {}

        /** Not now, for this reason; it may be asked again. */
        record Refused(String reason) implements RefundAnswer {}
    }

    /** What the provider says about a capture. */
    sealed interface Answer {

        /** It has the money, under this reference of its own. */
        record Captured(String providerRef) implements Answer {}

        /** It will not take the money: {@code card_declined}, {@code insufficient_funds}. */
        record Declined(String reason) implements Answer {}
    }
}
