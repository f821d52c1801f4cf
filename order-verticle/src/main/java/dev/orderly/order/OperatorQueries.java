package dev.orderly.order;

import dev.orderly.order.OperatorViews.Call;
import dev.orderly.order.OperatorViews.Found;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders as operators look at them. */
final class OperatorQueries {

    private static final String COLUMNS = """
            SELECT o.id, o.customer_id, o.status, o.reason, o.total_minor, o.currency, o.payment_id, o.version, o.reserved,
                   o.released, o.deducted, o.captured, o.refunded_minor, o.cancel_requested, o.settled_by_hand, false AS is_old,
                   o.created_at, o.moved_at, w.next_at, c.attempts, c.next_attempt_at, c.last_error
            """;

    private static final String FIND = COLUMNS + """
              FROM orders AS o
              LEFT JOIN watched AS w ON w.order_id = o.id
              LEFT JOIN payment_calls AS c ON c.order_id = o.id
             WHERE o.id = $1::uuid
            """;

    /** Old orders are watched; of those that are too young for it the eldest are looked through, and never more than so many. */
    private static final String FIND_STUCK = """
            WITH young AS (SELECT id, status, reserved, released, deducted, captured, refunded_minor, total_minor
                             FROM orders
                            WHERE placed_at > (SELECT placed_at FROM watch_cursor)
                              AND placed_at <= now() - make_interval(secs => $1::float8)
                            ORDER BY placed_at
                            LIMIT 10000),
                 waiting AS (SELECT order_id AS id
                               FROM watched
                              WHERE status_since <= now() - make_interval(secs => $1::float8)
                             UNION
                             SELECT id
                               FROM young
                              WHERE CASE WHEN status IN ('completed', 'delivered') THEN NOT deducted
                                         WHEN status IN ('failed', 'cancelled')
                                         THEN reserved AND NOT released OR captured AND refunded_minor < total_minor
                                         ELSE true END)
            """ + COLUMNS + """
              FROM waiting
              JOIN orders AS o USING (id)
              LEFT JOIN watched AS w ON w.order_id = o.id
              LEFT JOIN payment_calls AS c ON c.order_id = o.id
             WHERE o.moved_at <= now() - make_interval(secs => $1::float8)
             ORDER BY o.moved_at
             LIMIT $2::int
            """;

    private static final String COUNT_WAITING = """
            SELECT count(*) AS waiting FROM (SELECT FROM watched LIMIT 10000) AS some
            """;

    private static final double MILLIS = 1000.0;

    private final Database database;
    private final ShopTime time;

    OperatorQueries(Database database, ShopTime time) {
        this.database = database;
        this.time = time;
    }

    Future<Optional<Found>> find(UUID id) {
        return database.read(FIND, Tuple.of(id))
                .map(rows -> found(rows).stream().findFirst());
    }

    /** Orders that have been where they are for longer than that, those that have waited longest first. */
    Future<List<Found>> findStuck(Duration olderThan, int limit) {
        double seconds = olderThan.toMillis() / MILLIS - time.aheadSeconds();
        return database.read(FIND_STUCK, Tuple.of(seconds, limit)).map(OperatorQueries::found);
    }

    /** How many orders are watched because they are not at rest. */
    Future<Long> countWaiting() {
        return database.read(COUNT_WAITING, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private static List<Found> found(RowSet<Row> rows) {
        return rows.stream().map(OperatorQueries::toFound).toList();
    }

    private static Found toFound(Row row) {
        return new Found(
                OrderRepository.toOrder(row),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("moved_at").toInstant(),
                instant(row, "next_at"),
                instant(row, "next_attempt_at")
                        .map(next -> new Call(
                                row.getInteger("attempts"), next, Optional.ofNullable(row.getString("last_error")))));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
