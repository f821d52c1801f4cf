package dev.orderly.stock;

import dev.orderly.persistence.Columns;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Confirmation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The reservations that are watched because nobody has confirmed them in time, and how far the old ones were looked through. */
final class WatchRepository {

    /** Moves on by some reservations, and by all that were opened at the same moment as the last of them. */
    private static final String GATHER = """
            WITH former AS MATERIALIZED (SELECT opened_at FROM watch_cursor FOR UPDATE),
                 stride AS MATERIALIZED (SELECT order_id, opened_at, status = 'held' AND NOT confirmed AS waits
                                           FROM reservations
                                          WHERE opened_at > (SELECT opened_at FROM former)
                                            AND opened_at <= now() + make_interval(secs => $1::float8)
                                          ORDER BY opened_at
                                          FETCH FIRST ($2::int) ROWS WITH TIES),
                 taken AS (INSERT INTO watched (order_id, next_at)
                           SELECT order_id, opened_at FROM stride WHERE waits ORDER BY order_id
                               ON CONFLICT (order_id) DO NOTHING),
                 moved AS (UPDATE watch_cursor
                              SET opened_at = (SELECT max(opened_at) FROM stride)
                            WHERE EXISTS (SELECT FROM stride))
            SELECT count(*)::int AS passed FROM stride
            """;

    private static final String LOCK_DUE = """
            SELECT order_id
              FROM watched
             WHERE next_at <= now() + make_interval(secs => $1::float8)
             ORDER BY next_at
             LIMIT $2::int
               FOR UPDATE SKIP LOCKED
            """;

    private static final String POSTPONE = """
            UPDATE watched
               SET next_at = now() + make_interval(secs => $2::float8)
             WHERE order_id = ANY ($1::uuid[])
            """;

    private static final String FORGET = """
            DELETE FROM watched
             WHERE order_id = ANY ($1::uuid[])
               AND next_at <= now() + make_interval(secs => $2::float8)
            """;

    private static final String FIND_EARLY = """
            SELECT order_id, event_id
              FROM early_confirmations
             WHERE order_id = ANY ($1::uuid[])
            """;

    private static final String FORGET_EARLY = "DELETE FROM early_confirmations WHERE order_id = ANY ($1::uuid[])";

    private final ShopTime time;

    WatchRepository(ShopTime time) {
        this.time = time;
    }

    /** Watches the next of those that are older than this and unconfirmed. @return how many were looked at; no transaction lives as long as the shortest deadline, so all that is as old is visible */
    Future<Integer> gather(Transaction tx, Duration age, int limit) {
        return tx.run(GATHER, Tuple.of(time.agoSeconds(age), limit))
                .map(rows -> rows.iterator().next().getInteger("passed"));
    }

    /** Some whose turn it is, the most urgent first; none that somebody else looks at. */
    Future<List<UUID>> lockDue(Transaction tx, int limit) {
        return tx.run(LOCK_DUE, Tuple.of(time.aheadSeconds(), limit))
                .map(rows -> rows.stream().map(row -> row.getUUID("order_id")).toList());
    }

    /** Looks at those still waiting after a pause again, at the others of these no more. */
    Future<Void> looked(Transaction tx, Collection<UUID> due, Collection<UUID> waiting, Duration pause) {
        return tx.run(
                        POSTPONE,
                        Columns.of(waiting)
                                .uuids(id -> id)
                                .value(time.agoSeconds(pause.negated()))
                                .tuple())
                .compose(postponed -> tx.run(
                        FORGET,
                        Columns.of(due)
                                .uuids(id -> id)
                                .value(time.aheadSeconds())
                                .tuple()))
                .mapEmpty();
    }

    /** The payments of these orders that came too early to confirm a reservation. */
    Future<List<Confirmation>> early(Transaction tx, Collection<UUID> orderIds) {
        return tx.run(FIND_EARLY, Columns.of(orderIds).uuids(id -> id).tuple())
                .map(rows -> rows.stream()
                        .map(row -> new Confirmation(row.getUUID("order_id"), row.getUUID("event_id")))
                        .toList());
    }

    /** They have done what they were kept for. */
    Future<Void> forgetEarly(Transaction tx, List<Confirmation> early) {
        return early.isEmpty()
                ? Future.succeededFuture()
                : tx.run(
                                FORGET_EARLY,
                                Columns.of(early).uuids(Confirmation::orderId).tuple())
                        .mapEmpty();
    }
}
