package dev.orderly.order;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopLease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes orders that were finished long ago, now and then, in small steps and once per shop. */
final class OrderPurge {

    private static final Logger LOG = LoggerFactory.getLogger(OrderPurge.class);

    /** By the database's time, like every age of an order; a purge of rows looks for itself what may go. */
    private static final String PURGE =
            "SELECT purge_orders(now() + make_interval(secs => $1::float8), $2::int) AS purged";

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final double MILLIS = 1000.0;
    private static final int STEP = 200;
    private static final int STEPS = 500;

    private final Database database;
    private final ShopTime time;
    private final ShopLease lease;
    private final OrderConfig.Retention retention;

    OrderPurge(Database database, ShopTime time, OrderConfig.Retention retention) {
        this.database = database;
        this.time = time;
        this.lease = new ShopLease(database, "purge-orders", LEASE);
        this.retention = retention;
    }

    /** Runs until the timer, whose id is returned, is cancelled. */
    long start(Vertx vertx) {
        return vertx.setPeriodic(
                retention.purgeEvery().toMillis(),
                tick -> purge().onFailure(failure -> LOG.warn("old orders are still there: {}", failure.toString())));
    }

    /** Removes what is old enough, unless another process does; how many orders it were. */
    Future<Integer> purge() {
        return lease.hold().compose(held -> held ? purge(STEPS) : Future.succeededFuture(0));
    }

    private Future<Integer> purge(int stepsLeft) {
        double seconds = time.aheadSeconds() - retention.finished().toMillis() / MILLIS;
        return database.read(PURGE, Tuple.of(seconds, STEP))
                .map(rows -> rows.iterator().next().getInteger("purged"))
                .compose(purged -> purged < STEP || stepsLeft == 1
                        ? Future.succeededFuture(purged)
                        : lease.hold()
                                .compose(held -> held ? purge(stepsLeft - 1) : Future.succeededFuture(0))
                                .map(more -> purged + more));
    }
}
