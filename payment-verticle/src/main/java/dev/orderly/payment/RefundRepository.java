package dev.orderly.payment;

import dev.orderly.payment.Errand.GiveBack;
import dev.orderly.payment.domain.Refund;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of refunds; the lock of a payment covers those of its refunds, but not what their attempts write. */
final class RefundRepository {

    private static final int MAX_ERROR = 200;

    private static final String COLUMNS = """
            id, payment_id, refund_key, asked_minor, amount_minor, cause, reason, status, attempts, last_error,
            next_attempt_at, created_at, done_at, traceparent
            """;

    /** A new refund is leased to this process: it is the one that calls the provider. */
    private static final String INSERT = """
            INSERT INTO refunds (id, payment_id, refund_key, asked_minor, amount_minor, cause, reason, traceparent, status,
                                 holder, next_attempt_at, created_at)
            SELECT new.id, new.payment_id, new.refund_key, new.asked_minor, new.amount_minor, new.cause, new.reason,
                   new.traceparent, 'pending', $9::uuid,
                   clock_timestamp() + $10::bigint * interval '1 millisecond', $11::timestamptz
              FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                          $8::text[])
                AS new (id, payment_id, refund_key, asked_minor, amount_minor, cause, reason, traceparent)
            """;

    private static final String SETTLE = """
            UPDATE refunds
               SET status = 'done', done_at = $2::timestamptz, next_attempt_at = NULL, last_error = NULL
             WHERE id = ANY ($1::uuid[])
            """;

    /** Only what is not done may be asked for, and only by who holds its lease, which begins anew; or when nobody does. */
    private static final String MARK_SENT = """
            WITH wanted AS (
                SELECT id FROM refunds
                 WHERE id = ANY ($1::uuid[]) AND status = 'pending'
                   AND (holder = $3::uuid OR holder IS NULL OR next_attempt_at <= clock_timestamp())
                 ORDER BY id
                   FOR UPDATE)
            UPDATE refunds
               SET attempts = attempts + 1,
                   holder = $3::uuid,
                   next_attempt_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
              FROM wanted
             WHERE refunds.id = wanted.id
            RETURNING refunds.id, refunds.attempts
            """;

    private static final String PUT_OFF = """
            WITH wanted AS (
                SELECT refunds.id, new.why, new.pause_ms
                  FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS new (id, why, pause_ms)
                  JOIN refunds ON refunds.id = new.id
                 WHERE refunds.status = 'pending'
                 ORDER BY refunds.id
                   FOR UPDATE OF refunds)
            UPDATE refunds
               SET last_error = wanted.why,
                   next_attempt_at = clock_timestamp() + wanted.pause_ms * interval '1 millisecond'
              FROM wanted
             WHERE refunds.id = wanted.id
            """;

    /** Takes a lease; the attempt itself is counted when it is made. */
    private static final String CLAIM_DUE = """
            UPDATE refunds
               SET holder = $3::uuid,
                   next_attempt_at = clock_timestamp() + $1::bigint * interval '1 millisecond'
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
    private final UUID holder;

    /** Under leases of this holder. */
    RefundRepository(PaymentConfig config, UUID holder) {
        this.config = config;
        this.holder = holder;
    }

    /**
     * A refund as it is shown.
     *
     * @param attempts how often the provider was asked for it
     * @param trouble why it is not made yet, after at least one attempt
     */
    record StoredRefund(
            Refund refund,
            int attempts,
            Optional<String> trouble,
            Optional<Instant> nextAttemptAt,
            Instant createdAt,
            Optional<Instant> doneAt) {}

    Future<Void> insert(Transaction tx, List<GiveBack> promised, Instant now) {
        if (promised.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<GiveBack> columns = Columns.of(promised)
                .uuids(GiveBack::key)
                .uuids(back -> back.refund().paymentId())
                .texts(back -> back.refund().wish().key())
                .longs(back -> back.refund().wish().amountMinor().orElse(null))
                .longs(back -> back.refund().amountMinor())
                .texts(back -> back.refund().cause().label())
                .texts(back -> back.refund().wish().reason().orElse(null))
                .texts(back -> back.trace().orElse(null))
                .value(holder)
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

    /** Notes that the provider is about to be asked. @return for those for which it still may be, the how manieth time it is */
    Future<Map<UUID, Integer>> markSent(Transaction tx, Collection<UUID> ids) {
        return tx.run(
                        MARK_SENT,
                        Rows.ids(ids).addLong(config.lease().toMillis()).addUUID(holder))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getInteger("attempts"))));
    }

    /** Notes why these were not made, and when they are due again. */
    Future<Void> putOff(Transaction tx, Collection<RefundDelay> delays) {
        Columns<RefundDelay> columns = Columns.of(delays)
                .uuids(RefundDelay::refundId)
                .texts(delay ->
                        delay.why().substring(0, Math.min(MAX_ERROR, delay.why().length())))
                .longs(RefundDelay::pauseMs);
        return tx.run(PUT_OFF, columns.tuple()).mapEmpty();
    }

    /** Takes over refunds that are due. */
    Future<List<GiveBack>> claimDue(Transaction tx, int limit) {
        return tx.run(CLAIM_DUE, Tuple.of(config.lease().toMillis(), limit, holder))
                .map(rows -> rows.stream()
                        .map(row -> new GiveBack(Rows.refund(row), Rows.text(row, "traceparent")))
                        .toList());
    }

    /** The refunds of these payments, by id. */
    Future<Map<UUID, Refund>> of(Transaction tx, Collection<UUID> paymentIds) {
        return tx.run(OF_PAYMENTS, Rows.ids(paymentIds))
                .map(rows ->
                        rows.stream().map(Rows::refund).collect(Collectors.toMap(Refund::id, Function.identity())));
    }

    /** The refunds of these payments, by payment, oldest first. */
    Future<Map<UUID, List<StoredRefund>>> of(Database database, Collection<UUID> paymentIds) {
        return database.read(OF_PAYMENTS, Rows.ids(paymentIds))
                .map(rows -> rows.stream()
                        .map(RefundRepository::stored)
                        .collect(Collectors.groupingBy(stored -> stored.refund().paymentId())));
    }

    private static StoredRefund stored(Row row) {
        return new StoredRefund(
                Rows.refund(row),
                row.getInteger("attempts"),
                Rows.text(row, "last_error"),
                Rows.instant(row, "next_attempt_at"),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "done_at"));
    }
}
