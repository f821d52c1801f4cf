package dev.orderly.payment;

import dev.orderly.messaging.PermanentFailure;
import dev.orderly.payment.Cause.Asked;
import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.RefundWish;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.web.Problem;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is asked for over HTTP, many requests in one transaction. */
final class PaymentRequests {

    private final Database database;
    private final Payments payments;
    private final Batcher<Asked, Initiation> initiations;

    PaymentRequests(Database database, Payments payments, Batcher.Limits batching, Clock clock) {
        this.database = database;
        this.payments = payments;
        this.initiations = new Batcher<>(
                batching,
                batch -> database.inTransaction(
                        tx -> payments.ask(tx, batch).map(decided -> initiations(batch, decided, clock.instant()))));
    }

    /**
     * The payment of the order.
     *
     * @param isNew whether it began with this request
     * @param at when that was
     */
    record Initiation(Payment payment, boolean isNew, Instant at) {}

    /** Has the order paid, unless it has a payment already; refused for an order that is too old to be known. */
    Future<Initiation> initiate(Asked asked) {
        return initiations
                .submit(asked)
                .recover(failure -> Future.failedFuture(
                        failure instanceof PermanentFailure tooOld
                                ? Problem.conflict(tooOld.getMessage() + ".")
                                : failure));
    }

    /** Has money given back; what was decided says whether it is */
    Future<Decision> refund(UUID paymentId, RefundWish wish, Optional<String> trace) {
        return database.inTransaction(tx -> payments.refund(tx, paymentId, wish, trace));
    }

    /** Of several requests for one order in a batch, the first began its payment. */
    private static List<Initiation> initiations(List<Asked> batch, Map<UUID, Decision> decided, Instant now) {
        Set<UUID> begun = new HashSet<>();
        return batch.stream()
                .map(asked -> {
                    Decision decision = Objects.requireNonNull(decided.get(asked.orderId()));
                    boolean isNew = decision.isChanged() && begun.add(asked.orderId());
                    return new Initiation(decision.payment(), isNew, now);
                })
                .toList();
    }
}
