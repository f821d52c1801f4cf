package dev.orderly.stock;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** The statements that remove, fold and make forget what is old; removing is done by functions of the schema's owner. */
final class RetentionRepository {

    private static final String MAKE_MONTHS = """
            SELECT make_movements_month(now() + make_interval(secs => $1::float8)),
                   make_movements_month(now() + make_interval(secs => $1::float8) + interval '1 month')
            """;

    private static final String PURGE_RESERVATIONS = """
            SELECT purge_reservations(now() + make_interval(secs => $1::float8), $2::int) AS gone
            """;

    private static final String PURGE_MOVEMENTS = """
            SELECT purge_movements(now() + make_interval(secs => $1::float8), $2::int) AS gone
            """;

    private static final String DROP_MONTH = """
            SELECT drop_movements_month(now() + make_interval(secs => $1::float8)) AS dropped
            """;

    private static final String FORGET_EARLY = """
            DELETE FROM early_confirmations
             WHERE at < now() + make_interval(secs => $1::float8)
            """;

    /** A stretch of reservations in the order of their ids; there is no index on customers, whom nobody else looks for. */
    private static final String ERASE = """
            WITH stride AS MATERIALIZED (SELECT order_id, customer_id, status
                                           FROM reservations
                                          WHERE order_id > $1::uuid
                                          ORDER BY order_id
                                          LIMIT $2::int),
                 erased AS (UPDATE reservations
                               SET customer_id = 'erased',
                                   payment_method = CASE WHEN payment_method IS NOT NULL THEN 'erased' END,
                                   reason = CASE WHEN status = 'released' THEN 'erased' ELSE reason END
                             WHERE order_id IN (SELECT order_id FROM stride WHERE customer_id = $3::text)
                               AND status <> 'held'
                            RETURNING order_id)
            SELECT (SELECT count(*) FROM erased)::int AS erased,
                   (SELECT count(*) FROM stride WHERE customer_id = $3::text AND status = 'held')::int AS held,
                   (SELECT order_id FROM stride ORDER BY order_id DESC LIMIT 1) AS last
            """;

    private final ShopTime time;

    RetentionRepository(ShopTime time) {
        this.time = time;
    }

    /** Sees to it that this month and the next have their table. */
    Future<Void> makeMonths(Transaction tx) {
        return tx.run(MAKE_MONTHS, Tuple.of(time.aheadSeconds())).mapEmpty();
    }

    /** Removes some reservations that ended longer ago than this. @return how many */
    Future<Integer> purgeReservations(Transaction tx, Duration age, int most) {
        return purge(tx, PURGE_RESERVATIONS, age, most);
    }

    /** Folds some movements that are older than this and of no order. @return how many */
    Future<Integer> purgeMovements(Transaction tx, Duration age, int most) {
        return purge(tx, PURGE_MOVEMENTS, age, most);
    }

    /** Drops a month of which nothing is left. @return whether there was one */
    Future<Boolean> dropMonth(Transaction tx, Duration age) {
        return tx.run(DROP_MONTH, Tuple.of(time.agoSeconds(age)))
                .map(rows -> rows.iterator().next().getBoolean("dropped"));
    }

    /** Forgets payments for which no reservation came. */
    Future<Void> forgetEarly(Transaction tx, Duration age) {
        return tx.run(FORGET_EARLY, Tuple.of(time.agoSeconds(age))).mapEmpty();
    }

    /** Takes a customer's name off those of the next reservations that are finished. */
    Future<Erasure.Stretch> erase(Transaction tx, UUID after, String customerId, int most) {
        return tx.run(ERASE, Tuple.of(after, most, customerId)).map(rows -> {
            Row found = rows.iterator().next();
            return new Erasure.Stretch(found.getInteger("erased"), found.getInteger("held"), found.getUUID("last"));
        });
    }

    private Future<Integer> purge(Transaction tx, @CompileTimeConstant String sql, Duration age, int most) {
        return tx.run(sql, Tuple.of(time.agoSeconds(age), most))
                .map(rows -> rows.iterator().next().getInteger("gone"));
    }
}
