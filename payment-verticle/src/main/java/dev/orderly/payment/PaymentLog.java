package dev.orderly.payment;

import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The two commits around a provider call, each for many payments at once: that it is about to be called, and what came of it. */
final class PaymentLog {

    private final Batcher<UUID, Boolean> sendings;
    private final Batcher<Outcome, Outcome> outcomes;
    private final Batcher<UUID, Optional<Integer>> sendingsBack;
    private final Batcher<RefundDelay, RefundDelay> delays;

    PaymentLog(Database database, Payments payments, Batcher.Limits batching) {
        this.sendings = new Batcher<>(
                batching,
                ids -> database.inTransaction(tx -> payments.send(tx, ids))
                        .map(wanted -> ids.stream().map(wanted::contains).toList()));
        this.outcomes = new Batcher<>(
                batching,
                batch ->
                        database.inTransaction(tx -> payments.settle(tx, batch)).map(settled -> List.copyOf(batch)));
        this.sendingsBack = new Batcher<>(
                batching,
                ids -> database.inTransaction(tx -> payments.sendBack(tx, ids))
                        .map(attempts -> ids.stream()
                                .map(id -> Optional.ofNullable(attempts.get(id)))
                                .toList()));
        this.delays = new Batcher<>(
                batching,
                batch ->
                        database.inTransaction(tx -> payments.putOff(tx, batch)).map(putOff -> List.copyOf(batch)));
    }

    /** Notes that the provider is about to be called; false when the payment is no longer pending. */
    Future<Boolean> sending(UUID paymentId) {
        return sendings.submit(paymentId);
    }

    /** Notes that the provider is about to be asked for a refund: for the how manieth time; empty when it is done, or somebody else's. */
    Future<Optional<Integer>> sendingBack(UUID refundId) {
        return sendingsBack.submit(refundId);
    }

    /** Writes down that a refund was not made. */
    Future<Void> putOff(RefundDelay delay) {
        return delays.submit(delay).mapEmpty();
    }

    /** Writes down what came of a call. */
    Future<Void> settled(Outcome outcome) {
        return outcomes.submit(outcome).mapEmpty();
    }
}
