package dev.orderly.persistence;

import com.google.errorprone.annotations.CompileTimeConstant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Removes, in small steps, what a schema has kept long enough of messages that are done with. */
public final class MessagePurge {

    /** Ids begin with the time of the machine that made them, whatever time the shop decides by. */
    private static final String MAKE_MONTHS = """
            SELECT make_trail_month(now()), make_trail_month(date_trunc('month', now(), 'UTC') + interval '1 month')
            """;

    private static final String PURGE_TRAIL = """
            SELECT purge_trail(now() + make_interval(secs => $1::float8), $2::int) AS gone
            """;

    private static final String DROP_MONTH = """
            SELECT drop_trail_month(now() + make_interval(secs => $1::float8)) AS dropped
            """;

    private static final String PURGE_LETTERS = """
            SELECT purge_letters(now() + make_interval(secs => $1::float8), $2::int) AS gone
            """;

    /** Who finishes an event forgets its count; what is left is of events that are now handled elsewhere, or nowhere. */
    private static final String PURGE_ATTEMPTS = """
            WITH gone AS (
                DELETE FROM delivery_attempts
                 WHERE (queue, event_id) IN (
                    SELECT queue, event_id FROM delivery_attempts
                     WHERE last_at < now() + make_interval(secs => $1::float8)
                     LIMIT $2::int
                       FOR UPDATE SKIP LOCKED)
                RETURNING queue)
            SELECT count(*)::int AS gone FROM gone
            """;

    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final ShopTime time;
    private final Ages ages;

    /** The purge of this database's schema. */
    public MessagePurge(Database database, ShopTime time, Ages ages) {
        this.database = database;
        this.time = time;
        this.ages = ages;
    }

    /**
     * How long what is done with is kept.
     *
     * @param trail what was sent and heard, where {@code messaging.trail} is on; up to a month longer
     * @param letters dead letters that were replayed or dropped
     * @param attempts counts of deliveries of events whose end this schema never saw
     * @param every how often what is older is looked for
     */
    public record Ages(Duration trail, Duration letters, Duration attempts, Duration every) {

        /** What holds where nothing is configured. */
        public static final Ages DEFAULT =
                new Ages(Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(30), Duration.ofMinutes(10));
    }

    /** One step of the work; answers whether there may be more at once. */
    public Future<Boolean> purge() {
        return database.inTransaction(tx -> Future.all(
                                gone(tx, PURGE_TRAIL, ages.trail()),
                                gone(tx, PURGE_LETTERS, ages.letters()),
                                gone(tx, PURGE_ATTEMPTS, ages.attempts()))
                        .map(all -> all.<Integer>list().stream()
                                .mapToInt(Integer::intValue)
                                .max()))
                .map(most -> most.orElse(0) >= AT_ONCE)
                .compose(more -> more ? Future.succeededFuture(true) : months());
    }

    private Future<Integer> gone(Transaction tx, @CompileTimeConstant String sql, Duration age) {
        return tx.run(sql, Tuple.of(time.agoSeconds(age), AT_ONCE))
                .map(rows -> rows.iterator().next().getInteger("gone"));
    }

    /** When no old row is left, the tables themselves: months to come are made, one that is over goes. */
    private Future<Boolean> months() {
        return database.inTransaction(tx -> tx.run(MAKE_MONTHS, Tuple.tuple())
                .compose(made -> tx.run(DROP_MONTH, Tuple.of(time.agoSeconds(ages.trail()))))
                .map(rows -> rows.iterator().next().getBoolean("dropped")));
    }
}
