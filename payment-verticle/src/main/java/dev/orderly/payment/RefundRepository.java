package dev.orderly.payment;

import dev.orderly.payment.domain.Refund;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of refunds; the lock of a payment covers those of its refunds. */
final class RefundRepository {

    private static final String COLUMNS = "id, payment_id, refund_key, amount_minor, cause, status";

    /** A new refund is leased to this process: it is the one that calls the provider. */
    private static final String INSERT = """
            INSERT INTO refunds (id, payment_id, refund_key, amount_minor, cause, status, next_attempt_at, created_at)
            SELECT new.id, new.payment_id, new.refund_key, new.amount_minor, new.cause, 'pending',
                   clock_timestamp() + $6::bigint * interval '1 millisecond', $7::timestamptz
              FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[])
                AS new (id, payment_id, refund_key, amount_minor, cause)
            """;

    private static final String SETTLE = """
            UPDATE refunds
               SET status = 'done', done_at = $2::timestamptz, next_attempt_at = NULL
             WHERE id = ANY ($1::uuid[])
            """;

    /** Each claim doubles the time until the next, up to an hour; there is no last one. */
    private static final String CLAIM_DUE = """
            UPDATE refunds
               SET attempts = attempts + 1,
                   next_attempt_at = clock_timestamp()
                       + least(3600000, $1::bigint * (1 << least(attempts, 12))::bigint) * interval '1 millisecond'
             WHERE id IN (
                SELECT id FROM refunds
                 WHERE next_attempt_at <= clock_timestamp()
                 ORDER BY next_attempt_at
                 LIMIT $2::int
                   FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS;

    private static final String OF_PAYMENTS = "SELECT " + COLUMNS + """
             FROM refunds
             WHERE payment_id = ANY ($1::uuid[])
             ORDER BY id
            """;

    private final PaymentConfig config;

    RefundRepository(PaymentConfig config) {
        this.config = config;
    }

    Future<Void> insert(Transaction tx, List<Refund> refunds, Instant now) {
        if (refunds.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Refund> columns = Columns.of(refunds)
                .uuids(Refund::id)
                .uuids(Refund::paymentId)
                .texts(Refund::key)
                .longs(Refund::amountMinor)
                .texts(refund -> refund.cause().label())
                .value(config.lease().toMillis())
                .value(Rows.atUtc(now));
        return tx.run(INSERT, columns.tuple()).mapEmpty();
    }

    /** Notes that the provider has given these back. */
    Future<Void> settle(Transaction tx, Collection<UUID> ids, Instant now) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : tx.run(SETTLE, Rows.ids(ids).addOffsetDateTime(Rows.atUtc(now)))
                        .mapEmpty();
    }

    /** Takes over refunds that are due. */
    Future<List<Refund>> claimDue(Transaction tx, int limit) {
        return tx.run(CLAIM_DUE, Tuple.of(config.lease().toMillis(), limit))
                .map(rows -> Rows.each(rows, Rows::refund).toList());
    }

    /** The refunds of these payments, by id. */
    Future<Map<UUID, Refund>> of(Transaction tx, Collection<UUID> paymentIds) {
        return tx.run(OF_PAYMENTS, Rows.ids(paymentIds))
                .map(rows -> Rows.each(rows, Rows::refund).collect(Collectors.toMap(Refund::id, Function.identity())));
    }

    /** The refunds of these payments, by payment, oldest first. */
    Future<Map<UUID, List<Refund>>> of(Database database, Collection<UUID> paymentIds) {
        return database.read(OF_PAYMENTS, Rows.ids(paymentIds))
                .map(rows -> Rows.each(rows, Rows::refund).collect(Collectors.groupingBy(Refund::paymentId)));
    }
}
