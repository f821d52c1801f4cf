package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A handler that remembers what it heard, and that a test can hold up or have fail. */
final class Listener<E extends Event> implements EventHandler<E> {

    private final Promise<Void> gate = Promise.promise();
    private final ConcurrentLinkedQueue<UUID> heard = new ConcurrentLinkedQueue<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final Set<UUID> done = ConcurrentHashMap.newKeySet();
    private volatile Predicate<E> culprit = event -> false;
    private volatile RuntimeException failure = new IllegalStateException("a bug");

    /** Handles nothing until {@link #release}. */
    static <E extends Event> Listener<E> heldUp() {
        return new Listener<>();
    }

    static <E extends Event> Listener<E> ready() {
        Listener<E> listener = new Listener<>();
        listener.release();
        return listener;
    }

    void release() {
        gate.tryComplete();
    }

    Listener<E> failingWith(RuntimeException what, Predicate<E> on) {
        failure = what;
        culprit = on;
        return this;
    }

    /** From now on every event fails so. */
    void fails(RuntimeException what) {
        failure = what;
        culprit = event -> true;
    }

    /** From now on every event is handled. */
    void mended() {
        culprit = event -> false;
    }

    /** Every event as often as it was heard. */
    List<UUID> heard() {
        return List.copyOf(heard);
    }

    long heard(UUID id) {
        return heard.stream().filter(id::equals).count();
    }

    /** Each event that was handled without a failure. */
    Set<UUID> done() {
        return done;
    }

    List<Integer> batches() {
        return batches;
    }

    @Override
    public Future<Void> handle(Transaction tx, List<Announcement<E>> events) {
        batches.add(events.size());
        events.forEach(event -> heard.add(event.id()));
        if (events.stream().anyMatch(event -> culprit.test(event.event()))) {
            return Future.failedFuture(failure);
        }
        return gate.future().onSuccess(open -> events.forEach(event -> done.add(event.id())));
    }
}
