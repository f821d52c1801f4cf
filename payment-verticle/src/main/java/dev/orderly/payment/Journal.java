package dev.orderly.payment;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.RefundCause;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is only ever added to: the ledger of money, and what was announced. */
final class Journal {

    private static final String BOOK = """
            INSERT INTO ledger (payment_id, order_id, kind, amount_minor, currency, provider_ref, refund_id, cause,
                                event_id, at)
            SELECT new.payment_id, new.order_id, CASE WHEN new.refund_id IS NULL THEN 'capture' ELSE 'refund' END,
                   new.amount_minor, new.currency, new.provider_ref, new.refund_id, new.cause, new.event_id,
                   $9::timestamptz
              FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                          $8::uuid[])
                AS new (payment_id, order_id, amount_minor, currency, provider_ref, refund_id, cause, event_id)
            """;

    private static final String NOTE = """
            INSERT INTO payment_events (payment_id, sequence, order_id, event_id, type, refund_id, at)
            SELECT new.payment_id, new.sequence, new.order_id, new.event_id, new.type, new.refund_id, new.at
              FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[])
                AS new (payment_id, sequence, order_id, event_id, type, refund_id, at)
            """;

    private static final String ANNOUNCED = """
            SELECT told.payment_id, told.sequence, told.event_id, told.type, told.at, told.refund_id
              FROM payment_events told
             WHERE told.payment_id = ANY ($1::uuid[])
             ORDER BY told.payment_id, told.sequence
            """;

    /**
     * A movement of money.
     *
     * @param refund which refund; empty for the capture
     * @param eventId the announcement that tells of it, if one does
     */
    record Entry(
            Payment payment, long amountMinor, String providerRef, Optional<Refund> refund, Optional<UUID> eventId) {}

    /** What was announced once, without its payload. */
    record Told(UUID paymentId, long sequence, UUID eventId, EventType type, Instant at, Optional<UUID> refundId) {

        /** Whether it told of a refund, rather than of the payment's outcome. */
        boolean isOfRefund() {
            return refundId.isPresent();
        }
    }

    Future<Void> book(Transaction tx, List<Entry> entries, Instant now) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Entry> columns = Columns.of(entries)
                .uuids(entry -> entry.payment().id())
                .uuids(entry -> entry.payment().orderId())
                .longs(Entry::amountMinor)
                .texts(entry -> entry.payment().terms().currency())
                .texts(Entry::providerRef)
                .uuids(entry -> entry.refund().map(Refund::id).orElse(null))
                .texts(entry -> entry.refund()
                        .map(Refund::cause)
                        .map(RefundCause::label)
                        .orElse(null))
                .uuids(entry -> entry.eventId().orElse(null))
                .value(Rows.atUtc(now));
        return tx.run(BOOK, columns.tuple()).mapEmpty();
    }

    Future<Void> note(Transaction tx, List<Announcement<PaymentEvent>> announcements) {
        if (announcements.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Announcement<PaymentEvent>> columns = Columns.of(announcements)
                .uuids(told -> told.event().paymentId())
                .longs(Announcement::sequence)
                .uuids(told -> told.event().orderId())
                .uuids(Announcement::id)
                .texts(Announcement::type)
                .uuids(told -> refundId(told.event()))
                .instants(Announcement::at);
        return tx.run(NOTE, columns.tuple()).mapEmpty();
    }

    /** All that these payments have announced, each in its order. */
    Future<List<Told>> announced(Transaction tx, Collection<UUID> paymentIds) {
        return tx.run(ANNOUNCED, Rows.ids(paymentIds))
                .map(rows -> rows.stream().map(Journal::told).toList());
    }

    private static @Nullable UUID refundId(PaymentEvent event) {
        return event instanceof PaymentRefunded refunded ? refunded.refundId() : null;
    }

    private static Told told(Row row) {
        return new Told(
                row.getUUID("payment_id"),
                row.getLong("sequence"),
                row.getUUID("event_id"),
                EventType.named(row.getString("type")).orElseThrow(),
                row.getOffsetDateTime("at").toInstant(),
                Optional.ofNullable(row.getUUID("refund_id")));
    }
}
