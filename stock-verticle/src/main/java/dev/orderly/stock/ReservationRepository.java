package dev.orderly.stock;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Confirmation;
import dev.orderly.stock.domain.Decision;
import dev.orderly.stock.domain.Settlement;
import dev.orderly.stock.domain.Standing;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows of reservations, their lines and the journal of decisions; nobody else knows these tables. */
final class ReservationRepository {

    /** Rows are locked in the order of the orders' ids, so that two batches for the same orders cannot deadlock. */
    private static final String LOCK = """
            SELECT order_id, customer_id, status, confirmed, total_minor, currency, payment_method, expires_at,
                   shortages, reason, version, event_id, event_sequence, event_at
              FROM reservations
             WHERE order_id = ANY ($1::uuid[])
             ORDER BY order_id
               FOR UPDATE
            """;

    private static final String FIND_LINES = """
            SELECT order_id, product_id, quantity
              FROM reservation_lines
             WHERE order_id = ANY ($1::uuid[])
             ORDER BY order_id, product_id
            """;

    /** An order that another batch has opened meanwhile is left out, which the number of rows tells. */
    private static final String INSERT = """
            INSERT INTO reservations (order_id, customer_id, status, confirmed, total_minor, currency, payment_method,
                                      expires_at, shortages, reason, version, event_id, event_sequence, event_at, opened_at)
            SELECT new.order_id, new.customer_id, new.status, new.confirmed, new.total_minor, new.currency,
                   new.payment_method, new.expires_at, new.shortages::jsonb, new.reason, new.version, new.event_id,
                   new.event_sequence, new.event_at, now() + make_interval(secs => $15::float8)
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::text[], $7::text[],
                          $8::timestamptz[], $9::text[], $10::text[], $11::int[], $12::uuid[], $13::bigint[],
                          $14::timestamptz[])
                AS new (order_id, customer_id, status, confirmed, total_minor, currency, payment_method, expires_at,
                        shortages, reason, version, event_id, event_sequence, event_at)
             ORDER BY new.order_id
                ON CONFLICT (order_id) DO NOTHING
            """;

    private static final String INSERT_LINES = """
            INSERT INTO reservation_lines (order_id, product_id, quantity)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])
            """;

    private static final String UPDATE = """
            UPDATE reservations
               SET status = new.status, confirmed = new.confirmed, reason = new.reason, version = new.version,
                   event_id = new.event_id, event_sequence = new.event_sequence, event_at = new.event_at
              FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::int[], $6::uuid[], $7::bigint[],
                          $8::timestamptz[])
                AS new (order_id, status, confirmed, reason, version, event_id, event_sequence, event_at)
             WHERE reservations.order_id = new.order_id
            """;

    private static final String INSERT_DECISIONS = """
            INSERT INTO reservation_decisions (order_id, version, at, cause_event_id, from_status, to_status, event_id,
                                               event_type, sequence)
            SELECT new.order_id, new.version, $9::timestamptz, new.cause_event_id, new.from_status, new.to_status,
                   new.event_id, new.event_type, new.sequence
              FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::bigint[])
                AS new (order_id, version, cause_event_id, from_status, to_status, event_id, event_type, sequence)
            """;

    private static final String INSERT_EARLY = """
            INSERT INTO early_confirmations (order_id, event_id, at)
            SELECT new.order_id, new.event_id, now() + make_interval(secs => $3::float8)
              FROM unnest($1::uuid[], $2::uuid[]) AS new (order_id, event_id)
             ORDER BY new.order_id
                ON CONFLICT (order_id) DO NOTHING
            """;

    private final ShopTime time;

    ReservationRepository(ShopTime time) {
        this.time = time;
    }

    /** What is on record about these orders, for update. */
    Future<List<Standing>> lock(Transaction tx, Set<UUID> orderIds) {
        Tuple ids = Columns.of(orderIds).uuids(id -> id).tuple();
        return Future.all(tx.run(LOCK, ids), tx.run(FIND_LINES, ids))
                .map(both -> standings(both.resultAt(0), linesByOrder(both.resultAt(1))));
    }

    /** Saves what was decided. Fails so that the batch is repeated when another one has opened one of its orders meanwhile. */
    Future<Void> save(Transaction tx, Settlement settlement) {
        return insert(tx, settlement.opened())
                .compose(inserted -> Future.all(
                        insertLines(tx, settlement.opened()),
                        update(tx, settlement.moved()),
                        insertDecisions(tx, settlement.decisions(), settlement.at()),
                        insertEarly(tx, settlement.remembered())))
                .mapEmpty();
    }

    private Future<Void> insert(Transaction tx, List<Standing> opened) {
        if (opened.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.run(
                        INSERT,
                        ReservationRow.columns(opened)
                                .value(time.aheadSeconds())
                                .tuple())
                .compose(rows -> rows.rowCount() == opened.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new OpenedMeanwhile()));
    }

    private static Future<Void> insertLines(Transaction tx, List<Standing> opened) {
        List<Line> lines = opened.stream()
                .flatMap(standing -> standing.reservation().holding().stream())
                .flatMap(held -> held.items().stream().map(item -> new Line(held.orderId(), item)))
                .toList();
        if (lines.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Line> columns = Columns.of(lines)
                .uuids(Line::orderId)
                .texts(line -> line.item().productId())
                .longs(line -> line.item().quantity());
        return tx.run(INSERT_LINES, columns.tuple()).mapEmpty();
    }

    private static Future<Void> update(Transaction tx, List<Standing> moved) {
        return moved.isEmpty()
                ? Future.succeededFuture()
                : tx.run(UPDATE, ReservationRow.changes(moved)).mapEmpty();
    }

    private static Future<Void> insertDecisions(Transaction tx, List<Decision> decisions, Instant at) {
        if (decisions.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Decision> columns = Columns.of(decisions)
                .uuids(Decision::orderId)
                .ints(Decision::version)
                .uuids(Decision::causeEventId)
                .texts(decision -> decision.from().word())
                .texts(decision -> decision.to().word())
                .uuids(decision -> decision.eventId().orElse(null))
                .texts(decision -> decision.eventType().orElse(null))
                .longs(decision -> decision.sequence().orElse(null))
                .value(at.atOffset(ZoneOffset.UTC));
        return tx.run(INSERT_DECISIONS, columns.tuple()).mapEmpty();
    }

    private Future<Void> insertEarly(Transaction tx, List<Confirmation> remembered) {
        return remembered.isEmpty()
                ? Future.succeededFuture()
                : tx.run(
                                INSERT_EARLY,
                                Columns.of(remembered)
                                        .uuids(Confirmation::orderId)
                                        .uuids(Confirmation::eventId)
                                        .value(time.aheadSeconds())
                                        .tuple())
                        .mapEmpty();
    }

    private static List<Standing> standings(RowSet<Row> rows, Map<UUID, List<ItemQuantity>> lines) {
        return rows.stream()
                .map(row -> ReservationRow.standing(row, lines.getOrDefault(row.getUUID("order_id"), List.of())))
                .toList();
    }

    private static Map<UUID, List<ItemQuantity>> linesByOrder(RowSet<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.getUUID("order_id"),
                        Collectors.mapping(
                                row -> new ItemQuantity(row.getString("product_id"), row.getLong("quantity")),
                                Collectors.toList())));
    }

    private record Line(UUID orderId, ItemQuantity item) {}

    /** Two batches met over an order that neither could lock, because it had no row yet; a serialization failure in all but name. */
    private static final class OpenedMeanwhile extends DatabaseException {

        private static final long serialVersionUID = 1;

        OpenedMeanwhile() {
            super("another batch has opened one of these orders meanwhile", 0, "40001");
        }
    }
}
