package dev.orderly.stock;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Duration;

/** The use case that forgets: what ended long ago is removed in small steps, and sums of it stay behind so that every unit is accounted for. */
final class Retention {

    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final RetentionRepository rows;
    private final Duration finished;

    Retention(Database database, RetentionRepository rows, Duration finished) {
        this.database = database;
        this.rows = rows;
        this.finished = finished;
    }

    /** One step of the work; answers whether there may be more at once. */
    Future<Boolean> purge() {
        return database.inTransaction(tx -> rows.purgeReservations(tx, finished, AT_ONCE)
                        .compose(gone -> rows.purgeMovements(tx, finished, AT_ONCE)
                                .map(folded -> Math.max(gone, folded) >= AT_ONCE)))
                .compose(more -> more ? Future.succeededFuture(true) : tidy());
    }

    /** When nothing old is left, the tables themselves: months to come are made, those that are empty go. */
    private Future<Boolean> tidy() {
        return database.inTransaction(tx -> rows.forgetEarly(tx, finished).compose(forgotten -> months(tx)));
    }

    private Future<Boolean> months(Transaction tx) {
        return rows.makeMonths(tx).compose(made -> rows.dropMonth(tx, finished));
    }
}
