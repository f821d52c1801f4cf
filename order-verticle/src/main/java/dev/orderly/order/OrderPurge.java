package dev.orderly.order;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Removes orders that were finished long ago, in small steps. */
final class OrderPurge {

    /** By the database's time, like every age of an order; a purge of rows looks for itself what may go. */
    private static final String PURGE =
            "SELECT purge_orders(now() + make_interval(secs => $1::float8), $2::int) AS purged";

    private static final int STEP = 200;

    private final Database database;
    private final ShopTime time;
    private final Duration finished;

    OrderPurge(Database database, ShopTime time, Duration finished) {
        this.database = database;
        this.time = time;
        this.finished = finished;
    }

    /** One step of the work; answers whether there may be more at once. */
    Future<Boolean> purge() {
        return database.read(PURGE, Tuple.of(time.agoSeconds(finished), STEP))
                .map(rows -> rows.iterator().next().getInteger("purged") == STEP);
    }
}
