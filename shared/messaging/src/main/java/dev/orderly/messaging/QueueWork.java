package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Subscription;
import dev.orderly.faults.FaultPoint;
import dev.orderly.messaging.Delivery.Arrived;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Inbox;
import dev.orderly.persistence.Transaction;
import dev.orderly.tracing.Span;
import dev.orderly.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one queue's events cause: their use cases and the inbox in one transaction, then the acknowledgement. */
final class QueueWork {

    private final Subscription subscription;
    private final Database database;
    private final EventRoutes routes;
    private final Inbox inbox;
    private final Duration limit;
    private final Tracing tracing;
    private final AtomicLong stuck = new AtomicLong();

    /** @param limit how long the use cases of one batch may take; far more than all their queries together can */
    QueueWork(
            Subscription subscription,
            Database database,
            EventRoutes routes,
            boolean trail,
            Duration limit,
            Tracing tracing) {
        this.subscription = subscription;
        this.database = database;
        this.routes = routes;
        this.inbox = new Inbox(trail);
        this.limit = limit;
        this.tracing = tracing;
    }

    /** How often a handler was given up since the start. */
    long stuck() {
        return stuck.get();
    }

    /** Handles the events in one transaction and settles them after its commit. Each has a span of its own, which its consequences continue. */
    Future<Void> commit(List<Arrived> events) {
        FaultPoint.CONSUMER_BEFORE_TRANSACTION.hit(subscription.service());
        List<Span> spans =
                events.stream().map(event -> begin(event, events.size())).toList();
        return database.inTransaction(tx -> apply(tx, events, spans))
                .andThen((committed, failure) -> spans.forEach(span -> span.end(failure != null)))
                .map(committed -> settle(events));
    }

    private Span begin(Arrived event, int batch) {
        Announcement<?> heard = event.announcement();
        Span span = tracing.begin(
                SpanKind.CONSUMER, subscription.service(), "process " + heard.type(), heard.traceparent());
        return span.isRecorded() ? described(span, heard, batch) : span;
    }

    private Span described(Span span, Announcement<?> heard, int batch) {
        return span.with("messaging.system", "rabbitmq")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", subscription.queue())
                .with("messaging.message.id", heard.id().toString())
                .with("messaging.batch.message_count", Integer.toString(batch))
                .with("orderly.subject", heard.event().subject());
    }

    private @Nullable Void settle(List<Arrived> events) {
        FaultPoint.CONSUMER_AFTER_COMMIT.hit(subscription.service());
        events.forEach(event -> event.delivery().settle());
        return null;
    }

    private Future<Void> apply(Transaction tx, List<Arrived> events, List<Span> spans) {
        List<Announcement<?>> announcements = IntStream.range(0, events.size())
                .<Announcement<?>>mapToObj(at -> events.get(at).within(spans.get(at)))
                .toList();
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
