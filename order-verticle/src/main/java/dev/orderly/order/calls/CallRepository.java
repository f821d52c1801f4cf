package dev.orderly.order.calls;

import dev.orderly.order.calls.CallOutcome.Answered;
import dev.orderly.order.calls.CallOutcome.Unanswered;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of requests for payment, by the database's time. */
final class CallRepository {

    /** One that is there already comes due at once: asking twice for one order does no harm. */
    private static final String ARM = """
            INSERT INTO payment_calls AS known (order_id, traceparent, next_attempt_at, created_at)
            SELECT armed.order_id, armed.traceparent, clock_timestamp(), clock_timestamp()
              FROM unnest($1::uuid[], $2::text[]) AS armed (order_id, traceparent)
             ORDER BY armed.order_id
                ON CONFLICT (order_id) DO UPDATE
               SET next_attempt_at = excluded.next_attempt_at,
                   traceparent = coalesce(excluded.traceparent, known.traceparent)
            """;

    private static final String DROP = """
            DELETE FROM payment_calls
             WHERE order_id IN (
                SELECT order_id FROM payment_calls WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE)
            """;

    /** What is taken belongs to the taker for a while; should that one die, it comes due again. */
    private static final String CLAIM_DUE = """
            UPDATE payment_calls AS due
               SET attempts = due.attempts + 1,
                   next_attempt_at = clock_timestamp() + $1::bigint * interval '1 millisecond'
              FROM orders
             WHERE due.order_id IN (
                SELECT order_id FROM payment_calls
                 WHERE next_attempt_at <= clock_timestamp()
                 ORDER BY next_attempt_at
                 LIMIT $2::int
                   FOR UPDATE SKIP LOCKED)
               AND orders.id = due.order_id
            RETURNING due.order_id, due.attempts, orders.customer_id, orders.total_minor, orders.currency,
                      orders.payment_method, due.traceparent
            """;

    private static final String POSTPONE = """
            UPDATE payment_calls AS due
               SET next_attempt_at = clock_timestamp() + later.pause_ms * interval '1 millisecond',
                   last_error = later.error
              FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS later (order_id, error, pause_ms)
             WHERE due.order_id = later.order_id
            """;

    /** These steps' orders are to be paid: their calls are due now, as part of the steps' traces. */
    Future<Void> arm(Transaction tx, List<Step> steps) {
        if (steps.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Columns.of(steps)
                .uuids(step -> step.after().id())
                .texts(step -> step.heard().traceparent().orElse(null))
                .tuple();
        return tx.run(ARM, rows).mapEmpty();
    }

    /** Nobody needs to be asked about these orders any more. */
    Future<Void> drop(Transaction tx, Collection<UUID> orderIds) {
        return orderIds.isEmpty()
                ? Future.succeededFuture()
                : tx.run(DROP, Tuple.of(orderIds.toArray(UUID[]::new))).mapEmpty();
    }

    /** Takes calls that are due, the longest waiting first. */
    Future<List<PaymentCall>> claimDue(Transaction tx, Duration lease, int limit) {
        return tx.run(CLAIM_DUE, Tuple.of(lease.toMillis(), limit))
                .map(rows -> rows.stream().map(CallRepository::toCall).toList());
    }

    /** Writes down what came of calls; rows are touched in the order of their ids, so that two batches cannot deadlock. */
    Future<Void> settle(Transaction tx, List<CallOutcome> outcomes) {
        List<UUID> answered = outcomes.stream()
                .filter(Answered.class::isInstance)
                .map(CallOutcome::orderId)
                .toList();
        List<Unanswered> unanswered = outcomes.stream()
                .filter(Unanswered.class::isInstance)
                .map(Unanswered.class::cast)
                .sorted(Comparator.comparing(Unanswered::orderId))
                .toList();
        return drop(tx, answered).compose(dropped -> postpone(tx, unanswered));
    }

    private static Future<Void> postpone(Transaction tx, List<Unanswered> unanswered) {
        if (unanswered.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Columns.of(unanswered)
                .uuids(Unanswered::orderId)
                .texts(Unanswered::error)
                .longs(later -> later.pause().toMillis())
                .tuple();
        return tx.run(POSTPONE, rows).mapEmpty();
    }

    private static PaymentCall toCall(Row row) {
        return new PaymentCall(
                row.getUUID("order_id"),
                row.getInteger("attempts"),
                row.getString("customer_id"),
                row.getLong("total_minor"),
                row.getString("currency"),
                row.getString("payment_method"),
                Optional.ofNullable(row.getString("traceparent")));
    }
}
