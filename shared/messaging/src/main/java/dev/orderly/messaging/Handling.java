package dev.orderly.messaging;

import dev.orderly.messaging.Delivery.Arrived;
import dev.orderly.persistence.Failures;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one queue's batches, a transaction each. A transient failure is tried again for ever; any other is a culprit's, which is found
 * by halving and set aside, while its neighbours go through.
 */
final class Handling {

    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);
    private static final int CRASHES_BEFORE_ALONE = 2;

    private final ContextInternal owner;
    private final String queue;
    private final int maxBatch;
    private final QueueWork work;
    private final SetAside aside;
    private final Crashes crashes;
    private final BooleanSupplier stopping;

    Handling(
            ContextInternal owner,
            String queue,
            int maxBatch,
            QueueWork work,
            SetAside aside,
            Crashes crashes,
            BooleanSupplier stopping) {
        this.owner = owner;
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.work = work;
        this.aside = aside;
        this.crashes = crashes;
        this.stopping = stopping;
    }

    /** Handles the events; completes when each is settled, set aside, or given up because its connection is gone. */
    Future<Void> handle(List<Arrived> events) {
        List<Arrived> again = events.stream()
                .filter(event -> event.delivery().isRedelivered())
                .toList();
        List<Arrived> fresh = events.stream()
                .filter(event -> !event.delivery().isRedelivered())
                .toList();
        return again.isEmpty() ? inBatches(fresh) : redelivered(again).compose(done -> inBatches(fresh));
    }

    /** The broker does not say why it delivers again; only our own count tells a lost connection from an event that kills the process. */
    private Future<Void> redelivered(List<Arrived> events) {
        List<UUID> ids = events.stream().map(Arrived::id).toList();
        return patiently(() -> crashes.of(ids))
                .compose(known -> known.values().stream().anyMatch(count -> count >= CRASHES_BEFORE_ALONE)
                        ? oneByOne(events)
                        : counted(ids, events));
    }

    private Future<Void> counted(List<UUID> ids, List<Arrived> events) {
        return patiently(() -> crashes.begin(ids))
                .compose(begun -> inBatches(events))
                .eventually(() -> crashes.survived(ids));
    }

    private Future<Void> oneByOne(List<Arrived> events) {
        return inTurn(
                events,
                event -> patiently(() -> crashes.begin(List.of(event.id())))
                        .compose(begun -> alone(event, begun))
                        .eventually(() -> crashes.survived(List.of(event.id()))));
    }

    private Future<Void> alone(Arrived event, Map<UUID, Integer> begun) {
        int attempts = begun.getOrDefault(event.id(), 1);
        return attempts > SetAside.MAX_ATTEMPTS ? aside.buryKiller(event, attempts - 1) : transact(List.of(event));
    }

    private Future<Void> inBatches(List<Arrived> events) {
        List<List<Arrived>> batches = new ArrayList<>();
        for (int from = 0; from < events.size(); from += maxBatch) {
            batches.add(events.subList(from, Math.min(events.size(), from + maxBatch)));
        }
        return inTurn(batches, this::transact);
    }

    private Future<Void> transact(List<Arrived> batch) {
        return transact(batch, new Backoff(50, 2_000));
    }

    private Future<Void> transact(List<Arrived> batch, Backoff backoff) {
        List<Arrived> events = batch.stream().filter(Arrived::isLive).toList();
        if (events.isEmpty() || (stopping.getAsBoolean() && backoff.failures() > 0)) {
            return owner.succeededFuture();
        }
        return work.commit(events).recover(failure -> afterFailure(events, failure, backoff));
    }

    private Future<Void> afterFailure(List<Arrived> events, Throwable failure, Backoff backoff) {
        if (Failures.isTransient(failure)) {
            return pause(backoff, failure).compose(rested -> transact(events, backoff));
        }
        if (events.size() == 1) {
            return aside.take(events.get(0), failure);
        }
        int half = events.size() / 2;
        return transact(events.subList(0, half)).compose(done -> transact(events.subList(half, events.size())));
    }

    /** Repeats a query until the database answers. */
    private <T> Future<T> patiently(Supplier<Future<T>> query) {
        return patiently(query, new Backoff(50, 2_000));
    }

    private <T> Future<T> patiently(Supplier<Future<T>> query, Backoff backoff) {
        return query.get()
                .recover(failure -> Failures.isTransient(failure) && !stopping.getAsBoolean()
                        ? pause(backoff, failure).compose(rested -> patiently(query, backoff))
                        : Future.failedFuture(failure));
    }

    private Future<Void> pause(Backoff backoff, Throwable failure) {
        if (backoff.failures() == 0) {
            LOG.warn("{} pauses: {}", queue, EventJson.brief(failure));
        }
        return owner.timer(backoff.nextMs(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private static <T> Future<Void> inTurn(List<T> items, Function<T, Future<Void>> step) {
        Future<Void> done = Future.succeededFuture();
        for (T item : items) {
            done = done.compose(before -> step.apply(item));
        }
        return done;
    }
}
