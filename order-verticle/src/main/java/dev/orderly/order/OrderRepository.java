package dev.orderly.order;

import dev.orderly.contracts.Address;
import dev.orderly.order.WatchRepository.Stride;
import dev.orderly.order.domain.Facts;
import dev.orderly.order.domain.IntakeBatch.Draft;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Placement.Line;
import dev.orderly.order.domain.Placement.Placed;
import dev.orderly.order.domain.Status;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import dev.orderly.web.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of orders and their lines, as the use cases change them. */
final class OrderRepository {

    private static final String INSERT_ORDERS = """
            INSERT INTO orders (id, customer_id, status, total_minor, currency, payment_method, ship_to, version,
                                created_at, updated_at, placed_at, moved_at)
            SELECT placed.id, placed.customer_id, 'pending', placed.total_minor, placed.currency, placed.payment_method,
                   placed.ship_to::jsonb, 1, $7::timestamptz, $7::timestamptz,
                   now() + make_interval(secs => $8::float8), now() + make_interval(secs => $8::float8)
              FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
                   AS placed (id, customer_id, total_minor, currency, payment_method, ship_to)
            """;

    private static final String INSERT_LINES = """
            INSERT INTO order_lines (order_id, position, product_id, quantity, price_minor)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::bigint[], $5::bigint[])
            """;

    /** Rows are locked in the order of their ids, so that two batches about the same orders cannot deadlock. */
    private static final String LOCK = """
            SELECT id, customer_id, status, reason, total_minor, currency, payment_id, version,
                   reserved, released, deducted, captured, refunded_minor, cancel_requested, settled_by_hand,
                   placed_at < now() + make_interval(secs => $2::float8) AS is_old
              FROM orders
             WHERE id = ANY ($1::uuid[])
             ORDER BY id
               FOR UPDATE
            """;

    private static final String SAVE = """
            UPDATE orders
               SET status = now.status, reason = now.reason, payment_id = now.payment_id, version = now.version,
                   reserved = now.reserved, released = now.released, deducted = now.deducted, captured = now.captured,
                   refunded_minor = now.refunded_minor, cancel_requested = now.cancel_requested,
                   settled_by_hand = now.settled_by_hand, updated_at = $13::timestamptz,
                   moved_at = CASE WHEN orders.status = now.status THEN orders.moved_at
                                   ELSE now() + make_interval(secs => $14::float8) END
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::boolean[], $7::boolean[],
                          $8::boolean[], $9::boolean[], $10::bigint[], $11::boolean[], $12::boolean[])
                   AS now (id, status, reason, payment_id, version, reserved, released,
                           deducted, captured, refunded_minor, cancel_requested, settled_by_hand)
             WHERE orders.id = now.id
            """;

    /** Not locked: whoever moves one of them at this moment takes care of its watch. */
    private static final String FIND_PLACED = """
            SELECT id, customer_id, status, reason, total_minor, currency, payment_id, version,
                   reserved, released, deducted, captured, refunded_minor, cancel_requested, settled_by_hand,
                   true AS is_old
              FROM orders
             WHERE placed_at > $1::timestamptz AND placed_at <= $2::timestamptz AND status <> 'completed'
            """;

    private record PlacedLine(UUID orderId, int position, Line line) {}

    private final ShopTime time;
    private final Duration young;

    /** {@code young}: from which age on an order counts as old. */
    OrderRepository(ShopTime time, Duration young) {
        this.time = time;
        this.young = young;
    }

    Future<Void> insert(Transaction tx, List<Draft> drafts, Instant at) {
        List<Placed> placed = drafts.stream().map(Draft::order).toList();
        return Future.all(insertOrders(tx, placed, at), insertLines(tx, placed)).mapEmpty();
    }

    private Future<RowSet<Row>> insertOrders(Transaction tx, List<Placed> placed, Instant at) {
        Tuple rows = Columns.of(placed)
                .uuids(Placed::id)
                .texts(order -> order.command().customerId())
                .longs(Placed::totalMinor)
                .texts(Placed::currency)
                .texts(order -> order.command().paymentMethod())
                .texts(order -> json(order.command().shipTo()))
                .value(at.atOffset(ZoneOffset.UTC))
                .value(time.aheadSeconds())
                .tuple();
        return tx.run(INSERT_ORDERS, rows);
    }

    private static Future<RowSet<Row>> insertLines(Transaction tx, List<Placed> placed) {
        List<PlacedLine> lines =
                placed.stream().flatMap(order -> linesOf(order).stream()).toList();
        Tuple rows = Columns.of(lines)
                .uuids(PlacedLine::orderId)
                .ints(PlacedLine::position)
                .texts(row -> row.line().productId())
                .longs(row -> row.line().quantity())
                .longs(row -> row.line().priceMinor())
                .tuple();
        return tx.run(INSERT_LINES, rows);
    }

    private static List<PlacedLine> linesOf(Placed order) {
        return IntStream.range(0, order.lines().size())
                .mapToObj(position ->
                        new PlacedLine(order.id(), position, order.lines().get(position)))
                .toList();
    }

    private static @Nullable String json(Optional<Address> shipTo) {
        return shipTo.map(Json::write).map(Buffer::toString).orElse(null);
    }

    /** The orders that exist, locked until the transaction ends. */
    Future<List<Order>> lock(Transaction tx, Collection<UUID> ids) {
        UUID[] distinct = ids.stream().distinct().toArray(UUID[]::new);
        return tx.run(LOCK, Tuple.of(distinct, time.aheadSeconds() - young.toMillis() / 1000.0))
                .map(OrderRepository::toOrders);
    }

    /** The orders of a stretch, save those that are certainly at rest; not locked. */
    Future<List<Order>> findPlaced(Transaction tx, Stride stride) {
        return tx.run(FIND_PLACED, Tuple.of(stride.after(), stride.upto())).map(OrderRepository::toOrders);
    }

    private static List<Order> toOrders(RowSet<Row> rows) {
        return rows.stream().map(OrderRepository::toOrder).toList();
    }

    Future<Void> save(Transaction tx, List<Order> orders, Instant at) {
        if (orders.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Columns.of(orders)
                .uuids(Order::id)
                .texts(order -> order.status().label())
                .texts(order -> order.reason().orElse(null))
                .uuids(order -> order.paymentId().orElse(null))
                .ints(Order::version)
                .flags(order -> order.facts().reserved())
                .flags(order -> order.facts().released())
                .flags(order -> order.facts().deducted())
                .flags(order -> order.facts().captured())
                .longs(order -> order.facts().refundedMinor())
                .flags(order -> order.facts().cancelRequested())
                .flags(order -> order.facts().settledByHand())
                .value(at.atOffset(ZoneOffset.UTC))
                .value(time.aheadSeconds())
                .tuple();
        return tx.run(SAVE, rows).mapEmpty();
    }

    /** The order in a row that has all columns of {@link #LOCK}. */
    static Order toOrder(Row row) {
        return new Order(
                row.getUUID("id"),
                row.getString("customer_id"),
                Status.labelled(row.getString("status")).orElseThrow(),
                row.getInteger("version"),
                Optional.ofNullable(row.getString("reason")),
                facts(row),
                Optional.ofNullable(row.getUUID("payment_id")),
                row.getLong("total_minor"),
                row.getString("currency"),
                row.getBoolean("is_old"));
    }

    private static Facts facts(Row row) {
        return new Facts(
                row.getBoolean("reserved"),
                row.getBoolean("released"),
                row.getBoolean("deducted"),
                row.getBoolean("captured"),
                row.getLong("refunded_minor"),
                row.getBoolean("cancel_requested"),
                row.getBoolean("settled_by_hand"));
    }
}
