package dev.orderly.payment;

import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The two commits around a provider call, each for many payments at once: that it is about to be called, and what came of it. */
final class PaymentLog {

    private final Batcher<UUID, Boolean> sendings;
    private final Batcher<Outcome, Outcome> outcomes;

    PaymentLog(Database database, Payments payments, Batcher.Limits batching) {
        this.sendings = new Batcher<>(
                batching,
                ids -> database.inTransaction(tx -> payments.send(tx, ids))
                        .map(wanted -> ids.stream().map(wanted::contains).toList()));
        this.outcomes = new Batcher<>(
                batching,
                batch ->
                        database.inTransaction(tx -> payments.settle(tx, batch)).map(settled -> List.copyOf(batch)));
    }

    /** Notes that the provider is about to be called; false when the payment is no longer pending. */
    Future<Boolean> sending(UUID paymentId) {
        return sendings.submit(paymentId);
    }

    /** Writes down what came of a call. */
    Future<Void> settled(Outcome outcome) {
        return outcomes.submit(outcome).mapEmpty();
    }
}
