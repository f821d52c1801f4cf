package dev.orderly.stock;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The use cases that time asks for: what was promised until a moment that has passed is announced again, every half deadline, until its order
 * has said what became of it. Stock never releases an order's reservation by its own clock.
 */
final class Reminders {

    private static final int AT_ONCE = 200;

    private final Database database;
    private final WatchRepository watch;
    private final Reservations reservations;
    private final Duration deadline;

    Reminders(Database database, WatchRepository watch, Reservations reservations, Duration deadline) {
        this.database = database;
        this.watch = watch;
        this.reservations = reservations;
        this.deadline = deadline;
    }

    /** One step of the work; answers whether there may be more at once. */
    Future<Boolean> remind() {
        return database.inTransaction(tx -> watch.gather(tx, deadline, AT_ONCE)
                .compose(passed -> watch.lockDue(tx, AT_ONCE)
                        .compose(due -> look(tx, due).map(looked -> Math.max(passed, due.size()) >= AT_ONCE))));
    }

    private Future<Void> look(Transaction tx, List<UUID> due) {
        if (due.isEmpty()) {
            return Future.succeededFuture();
        }
        return watch.early(tx, due)
                .compose(early -> reservations
                        .remind(tx, due, early)
                        .compose(waiting -> watch.looked(tx, due, waiting, deadline.dividedBy(2)))
                        .compose(looked -> watch.forgetEarly(tx, early)));
    }
}
