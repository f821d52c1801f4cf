package dev.orderly.payment;

import dev.orderly.payment.domain.Payment;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of payments. All statements lock in the order of orders, so that batches cannot deadlock. */
final class PaymentRepository {

    private static final String COLUMNS = """
            id, order_id, customer_id, amount_minor, currency, method, status, reason, sent_at, unwanted,
            captured_minor, promised_minor, refunded_minor, version, next_attempt_at, created_at
            """;

    /** A new payment is leased to this process: it is the one that calls the provider. */
    private static final String INSERT_NEW = """
            INSERT INTO payments (id, order_id, customer_id, amount_minor, currency, method, status, reason, version,
                                  traceparent, holder, next_attempt_at, created_at, updated_at)
            SELECT new.id, new.order_id, new.customer_id, new.amount_minor, new.currency, new.method, new.status,
                   new.reason, new.version, new.traceparent, $11::uuid,
                   CASE WHEN new.status = 'pending' THEN clock_timestamp() + $12::bigint * interval '1 millisecond' END,
                   $13::timestamptz, $13::timestamptz
              FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::bigint[], $10::text[])
                AS new (id, order_id, customer_id, amount_minor, currency, method, status, reason, version, traceparent)
             ORDER BY new.order_id
                ON CONFLICT (order_id) DO NOTHING
            RETURNING order_id
            """;

    private static final String LOCK_BY_ORDER =
            "SELECT " + COLUMNS + " FROM payments WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE";

    private static final String LOCK =
            "SELECT " + COLUMNS + " FROM payments WHERE id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE";

    /** Only what is still pending may be sent, and only by who holds its lease, which begins anew; or when nobody does. */
    private static final String MARK_SENT = """
            WITH wanted AS (
                SELECT id FROM payments
                 WHERE id = ANY ($1::uuid[]) AND status = 'pending'
                   AND (holder = $3::uuid OR holder IS NULL OR next_attempt_at <= clock_timestamp())
                 ORDER BY order_id
                   FOR UPDATE)
            UPDATE payments
               SET sent_at = coalesce(sent_at, clock_timestamp()),
                   attempts = attempts + 1,
                   holder = $3::uuid,
                   next_attempt_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
              FROM wanted
             WHERE payments.id = wanted.id
            RETURNING payments.id
            """;

    /** What is settled is no longer due; what is asked about is due after the first pause. */
    private static final String SAVE = """
            UPDATE payments
               SET status = new.status, reason = new.reason, unwanted = new.unwanted,
                   captured_minor = new.captured_minor, promised_minor = new.promised_minor,
                   refunded_minor = new.refunded_minor, version = new.version, updated_at = $11::timestamptz,
                   attempts = CASE WHEN new.contact = 'ASKING' THEN 0 ELSE attempts END,
                   next_attempt_at = CASE new.contact
                       WHEN 'SETTLED' THEN NULL
                       WHEN 'ASKING' THEN clock_timestamp() + $10::bigint * interval '1 millisecond'
                       ELSE next_attempt_at END
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[],
                          $8::bigint[], $9::text[])
                AS new (id, status, reason, unwanted, captured_minor, promised_minor, refunded_minor, version, contact)
             WHERE payments.id = new.id
            """;

    /** Due rows are leased to us, or their next question is set: a question whose answer a crash swallows is asked again. */
    private static final String CLAIM_DUE = """
            UPDATE payments
               SET attempts = CASE WHEN status = 'pending' THEN attempts ELSE attempts + 1 END,
                   holder = $6::uuid,
                   next_attempt_at = CASE
                       WHEN status = 'pending' THEN clock_timestamp() + $1::bigint * interval '1 millisecond'
                       WHEN sent_at < clock_timestamp() - $4::bigint * interval '1 millisecond'
                       THEN clock_timestamp() + $3::bigint * interval '1 millisecond'
                       ELSE clock_timestamp()
                            + least($3::bigint, $2::bigint * (1 << least(attempts + 1, 20))::bigint) * interval '1 millisecond'
                       END
             WHERE id IN (
                SELECT id FROM payments
                 WHERE next_attempt_at <= clock_timestamp()
                 ORDER BY next_attempt_at
                 LIMIT $5::int
                   FOR UPDATE SKIP LOCKED)
            RETURNING coalesce(sent_at < clock_timestamp() - $4::bigint * interval '1 millisecond', false) AS overdue,
                      traceparent,\s""" + COLUMNS;

    private static final String FIND = "SELECT " + COLUMNS + " FROM payments WHERE id = $1::uuid";

    private static final String FIND_BY_ORDER = "SELECT " + COLUMNS + " FROM payments WHERE order_id = $1::uuid";

    private static final String PAGE =
            "SELECT " + COLUMNS + " FROM payments WHERE id < $1::uuid ORDER BY id DESC LIMIT $2::int";

    private final PaymentConfig config;
    private final UUID holder;

    /** Under leases of this holder. */
    PaymentRepository(PaymentConfig config, UUID holder) {
        this.config = config;
        this.holder = holder;
    }

    /**
     * A payment as it is shown.
     *
     * @param createdAt when it was first heard of
     */
    record Stored(Payment payment, Instant createdAt) {}

    /**
     * A payment that has come due, and was taken over.
     *
     * @param isOverdue whether it has been asked about for longer than anybody should wait
     * @param trace the trace that began it
     */
    record Due(Payment payment, boolean isOverdue, Optional<String> trace) {}

    /** Inserts the payments of orders that have none. @return the orders that had none */
    Future<Set<UUID>> insertNew(
            Transaction tx, Collection<Payment> payments, Function<Payment, Optional<String>> trace, Instant now) {
        Columns<Payment> columns = Columns.of(payments)
                .uuids(Payment::id)
                .uuids(Payment::orderId)
                .texts(Payment::customerId)
                .longs(payment -> payment.terms().areKnown() ? payment.terms().amountMinor() : null)
                .texts(payment -> payment.terms().areKnown() ? payment.terms().currency() : null)
                .texts(payment -> payment.terms().areKnown() ? payment.terms().method() : null)
                .texts(payment -> payment.status().label())
                .texts(payment -> payment.reason().orElse(null))
                .longs(Payment::sequence)
                .texts(payment -> trace.apply(payment).orElse(null))
                .value(holder)
                .value(config.lease().toMillis())
                .value(Rows.atUtc(now));
        return tx.run(INSERT_NEW, columns.tuple())
                .map(rows -> rows.stream().map(row -> row.getUUID("order_id")).collect(Collectors.toSet()));
    }

    /** The payments of these orders, by order, for update. */
    Future<Map<UUID, Payment>> lockByOrder(Transaction tx, Collection<UUID> orderIds) {
        return tx.run(LOCK_BY_ORDER, Rows.ids(orderIds)).map(rows -> byKey(rows, Payment::orderId));
    }

    /** These payments, by id, for update. */
    Future<Map<UUID, Payment>> lock(Transaction tx, Collection<UUID> ids) {
        return tx.run(LOCK, Rows.ids(ids)).map(rows -> byKey(rows, Payment::id));
    }

    /** Notes that the provider is about to be called. @return those for which it still may be */
    Future<Set<UUID>> markSent(Transaction tx, Collection<UUID> ids) {
        Tuple parameters = Rows.ids(ids).addLong(config.lease().toMillis()).addUUID(holder);
        return tx.run(MARK_SENT, parameters)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    Future<Void> save(Transaction tx, Collection<Payment> payments, Instant now) {
        if (payments.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Payment> columns = Columns.of(payments)
                .uuids(Payment::id)
                .texts(payment -> payment.status().label())
                .texts(payment -> payment.reason().orElse(null))
                .flags(Payment::unwanted)
                .longs(payment -> payment.sums().isBooked() ? payment.sums().capturedMinor() : null)
                .longs(payment -> payment.sums().promisedMinor())
                .longs(payment -> payment.sums().refundedMinor())
                .longs(Payment::sequence)
                .texts(payment -> payment.contact().name())
                .value(config.asking().first().toMillis())
                .value(Rows.atUtc(now));
        return tx.run(SAVE, columns.tuple()).mapEmpty();
    }

    /** Takes over payments that are due; whoever holds a row's lock now is left alone. */
    Future<List<Due>> claimDue(Transaction tx, int limit) {
        PaymentConfig.Asking asking = config.asking();
        Tuple parameters = Tuple.of(
                config.lease().toMillis(),
                asking.first().toMillis(),
                asking.longest().toMillis(),
                asking.limit().toMillis(),
                limit,
                holder);
        return tx.run(CLAIM_DUE, parameters)
                .map(rows -> rows.stream().map(PaymentRepository::due).toList());
    }

    Future<Optional<Stored>> find(Database database, UUID id) {
        return database.read(FIND, Tuple.of(id)).map(PaymentRepository::first);
    }

    Future<Optional<Stored>> findByOrder(Database database, UUID orderId) {
        return database.read(FIND_BY_ORDER, Tuple.of(orderId)).map(PaymentRepository::first);
    }

    /** The payments older than that one, newest first. */
    Future<List<Stored>> page(Database database, UUID before, int limit) {
        return database.read(PAGE, Tuple.of(before, limit))
                .map(rows -> rows.stream().map(PaymentRepository::stored).toList());
    }

    private static Map<UUID, Payment> byKey(RowSet<Row> rows, Function<Payment, UUID> key) {
        return rows.stream().map(Rows::payment).collect(Collectors.toMap(key, Function.identity()));
    }

    private static Optional<Stored> first(RowSet<Row> rows) {
        return rows.stream().map(PaymentRepository::stored).findFirst();
    }

    private static Stored stored(Row row) {
        return new Stored(Rows.payment(row), row.getOffsetDateTime("created_at").toInstant());
    }

    private static Due due(Row row) {
        return new Due(Rows.payment(row), row.getBoolean("overdue"), Rows.text(row, "traceparent"));
    }
}
