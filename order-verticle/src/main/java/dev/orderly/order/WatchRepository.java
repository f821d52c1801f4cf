package dev.orderly.order;

import dev.orderly.order.domain.Look;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Patience;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders that are watched because they are old and not at rest, and how far the old ones were looked through. */
final class WatchRepository {

    /** What was placed before this is visible: no transaction that began earlier is still under way. */
    private static final String FIND_HORIZON = """
            SELECT least(now() - make_interval(secs => $1::float8), min(xact_start)) + make_interval(secs => $2::float8) AS horizon
              FROM pg_stat_activity
             WHERE usename = current_user AND datname = current_database()
            """;

    /** Moves on by some orders, and by all that were placed at the same moment as the last of them. */
    private static final String ADVANCE = """
            WITH former AS (SELECT placed_at FROM watch_cursor FOR UPDATE),
                 stride AS (SELECT placed_at
                              FROM orders
                             WHERE placed_at > (SELECT placed_at FROM former) AND placed_at < $1::timestamptz
                             ORDER BY placed_at
                             LIMIT $2::int),
                 reached AS (SELECT max(placed_at) AS placed_at, count(*) AS passed FROM stride)
            UPDATE watch_cursor
               SET placed_at = reached.placed_at
              FROM former, reached
             WHERE reached.passed > 0
            RETURNING former.placed_at AS after, reached.placed_at AS upto, reached.passed::int AS passed
            """;

    /** A move begins anew; anything else leaves what is watched already as it is. */
    private static final String FOLLOW = """
            INSERT INTO watched AS known (order_id, status_since, next_at)
            SELECT orders.id, orders.moved_at,
                   greatest(orders.moved_at + make_interval(secs => fresh.seconds),
                            now() + make_interval(secs => $3::float8 + $4::float8))
              FROM unnest($1::uuid[], $2::float8[]) AS fresh (id, seconds)
              JOIN orders USING (id)
             ORDER BY orders.id
                ON CONFLICT (order_id) DO UPDATE
               SET status_since = excluded.status_since, next_at = excluded.next_at, looked_at = NULL, sweeps = 0
             WHERE known.status_since <> excluded.status_since
            """;

    private static final String FORGET = "DELETE FROM watched WHERE order_id = ANY ($1::uuid[])";

    private static final String FIND_DUE = """
            SELECT order_id
              FROM watched
             WHERE next_at <= now() + make_interval(secs => $1::float8)
             ORDER BY next_at
             LIMIT $2::int
            """;

    /** To be asked when the orders are locked: some may have moved since they were found due. */
    private static final String FIND_LOOKS = """
            SELECT orders.id, extract(epoch FROM shop.now - orders.moved_at)::float8 AS age,
                   coalesce(watched.looked_at > shop.now - make_interval(secs => $3::float8), false) AS asked
              FROM (SELECT now() + make_interval(secs => $1::float8) AS now) AS shop, orders
              JOIN watched ON watched.order_id = orders.id
             WHERE orders.id = ANY ($2::uuid[]) AND watched.next_at <= shop.now
            """;

    private static final String SAVE_LOOKS = """
            UPDATE watched
               SET next_at = now() + make_interval(secs => $3::float8 + look.seconds),
                   looked_at = now() + make_interval(secs => $3::float8),
                   sweeps = watched.sweeps + 1
              FROM unnest($1::uuid[], $2::float8[]) AS look (order_id, seconds)
             WHERE watched.order_id = look.order_id
            """;

    private static final double MILLIS = 1000.0;

    /** A stretch of orders by the moment of their placing, and how many they are. */
    record Stride(OffsetDateTime after, OffsetDateTime upto, int passed) {}

    private final ShopTime time;

    WatchRepository(ShopTime time) {
        this.time = time;
    }

    /** The next orders that are older than this, for the one who asks alone; none when all were passed. */
    Future<Optional<Stride>> advance(Transaction tx, Duration age, int limit) {
        return tx.run(FIND_HORIZON, Tuple.of(seconds(age), time.aheadSeconds()))
                .compose(found ->
                        tx.run(ADVANCE, Tuple.of(found.iterator().next().getOffsetDateTime("horizon"), limit)))
                .map(rows -> rows.stream()
                        .map(row -> new Stride(
                                row.getOffsetDateTime("after"),
                                row.getOffsetDateTime("upto"),
                                row.getInteger("passed")))
                        .findFirst());
    }

    /** Watches orders from now on, and looks at none before so long a time has passed. */
    Future<Void> follow(Transaction tx, Collection<Order> orders, Patience patience, Duration earliest) {
        if (orders.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.of(
                orders.stream().map(Order::id).toArray(UUID[]::new),
                orders.stream().map(order -> seconds(patience.firstLook(order))).toArray(Double[]::new),
                time.aheadSeconds(),
                seconds(earliest));
        return tx.run(FOLLOW, rows).mapEmpty();
    }

    /** Watches these orders no longer. */
    Future<Void> forget(Transaction tx, Collection<UUID> orderIds) {
        return orderIds.isEmpty()
                ? Future.succeededFuture()
                : tx.run(FORGET, Tuple.of(orderIds.toArray(UUID[]::new))).mapEmpty();
    }

    /** Orders whose turn it is, the most urgent first. */
    Future<List<UUID>> due(Transaction tx, int limit) {
        return tx.run(FIND_DUE, Tuple.of(time.aheadSeconds(), limit))
                .map(rows -> rows.stream().map(row -> row.getUUID("order_id")).toList());
    }

    /** Which of these locked orders are to be looked at. {@code lately}: how long ago their last word counts as repeated. */
    Future<List<Look>> looks(Transaction tx, Collection<Order> orders, Duration lately) {
        UUID[] ids = orders.stream().map(Order::id).toArray(UUID[]::new);
        return tx.run(FIND_LOOKS, Tuple.of(time.aheadSeconds(), ids, seconds(lately)))
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.getUUID("id"), Function.identity())))
                .map(byId -> orders.stream()
                        .flatMap(order -> look(order, byId.get(order.id())).stream())
                        .toList());
    }

    private static Optional<Look> look(Order order, @Nullable Row row) {
        return Optional.ofNullable(row)
                .map(due -> new Look(
                        order, Duration.ofMillis((long) (due.getDouble("age") * MILLIS)), due.getBoolean("asked")));
    }

    /** They were looked at; when the next look is due, if ever. */
    Future<Void> looked(Transaction tx, Map<UUID, Optional<Duration>> next) {
        if (next.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.of(
                next.keySet().toArray(UUID[]::new),
                next.values().stream().map(WatchRepository::secondsOrNull).toArray(Double[]::new),
                time.aheadSeconds());
        return tx.run(SAVE_LOOKS, rows).mapEmpty();
    }

    private static @Nullable Double secondsOrNull(Optional<Duration> wait) {
        return wait.map(WatchRepository::seconds).orElse(null);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
