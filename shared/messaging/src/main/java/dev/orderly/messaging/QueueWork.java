package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Subscription;
import dev.orderly.faults.FaultPoint;
import dev.orderly.messaging.Delivery.Arrived;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Inbox;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one queue's events cause: their use cases and the inbox in one transaction, then the acknowledgement. */
final class QueueWork {

    private final Subscription subscription;
    private final Database database;
    private final EventRoutes routes;
    private final Inbox inbox;
    private final Duration limit;
    private final AtomicLong stuck = new AtomicLong();

    /** @param limit how long the use cases of one batch may take; far more than all their queries together can */
    QueueWork(Subscription subscription, Database database, EventRoutes routes, boolean trail, Duration limit) {
        this.subscription = subscription;
        this.database = database;
        this.routes = routes;
        this.inbox = new Inbox(trail);
        this.limit = limit;
    }

    /** How often a handler was given up since the start. */
    long stuck() {
        return stuck.get();
    }

    /** Handles the events in one transaction and settles them after its commit. */
    Future<Void> commit(List<Arrived> events) {
        FaultPoint.CONSUMER_BEFORE_TRANSACTION.hit(subscription.service());
        return database.inTransaction(tx -> apply(tx, events)).map(committed -> settle(events));
    }

    private @Nullable Void settle(List<Arrived> events) {
        FaultPoint.CONSUMER_AFTER_COMMIT.hit(subscription.service());
        events.forEach(event -> event.delivery().settle());
        return null;
    }

    private Future<Void> apply(Transaction tx, List<Arrived> events) {
        List<Announcement<?>> announcements =
                events.stream().<Announcement<?>>map(Arrived::announcement).toList();
        List<UUID> ids = events.stream().map(Arrived::id).toList();
        return inTime(routes.handle(tx, announcements))
                .compose(handled -> inbox.record(tx, subscription.service(), ids))
                .map(recorded -> beforeCommit());
    }

    /** A handler that never answers would hold its queue, and a connection, for ever; only our own limit is recovered. */
    private Future<Void> inTime(Future<Void> handled) {
        return handled.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(handled.isComplete() ? failure : stuckNow()));
    }

    private Stuck stuckNow() {
        stuck.incrementAndGet();
        return new Stuck(limit);
    }

    private @Nullable Void beforeCommit() {
        FaultPoint.CONSUMER_BEFORE_COMMIT.hit(subscription.service());
        return null;
    }
}
