package dev.orderly.persistence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Group commit without a timer: a few batches are under way, what arrives meanwhile is the next batch. Belongs to one context and is not
 * safe for use by several threads.
 */
public final class Batcher<I, O> {

    private final Limits limits;
    private final Function<List<I>, Future<List<O>>> work;
    private final Deque<Seat<I, O>> waiting = new ArrayDeque<>();
    private final List<Promise<Void>> untilIdle = new ArrayList<>();
    private int underWay;
    private boolean turnAsked;
    private boolean boarding;

    /**
     * How much is done at once.
     *
     * @param maxItems items in one batch at most
     * @param concurrent batches under way at most
     * @param maxWaiting items that may wait; the next one is refused
     */
    public record Limits(int maxItems, int concurrent, int maxWaiting) {
        /** Refuses limits under which nothing would ever be done. */
        public Limits {
            if (maxItems < 1 || concurrent < 1 || maxWaiting < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }
    }

    /** Too much is waiting: the item was refused at once and nothing was done with it. */
    public static final class Overloaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overloaded(int waiting) {
            super(waiting + " items are waiting", null, false, false);
        }
    }

    private record Seat<I, O>(I item, Promise<O> answer) {}

    /** Batches for this work, whose results have the order and the number of its items. */
    public Batcher(Limits limits, Function<List<I>, Future<List<O>>> work) {
        this.limits = limits;
        this.work = work;
    }

    /**
     * Adds the item to the next batch. Fails with {@link Overloaded} at once; with the batch's failure when that is transient
     * ({@link Failures#isTransient}); with the item's own failure otherwise: such a batch is halved until the culprit is alone.
     */
    public Future<O> submit(I item) {
        if (waiting.size() >= limits.maxWaiting()) {
            return Future.failedFuture(new Overloaded(waiting.size()));
        }
        Promise<O> answer = Promise.promise();
        waiting.add(new Seat<>(item, answer));
        departSoon();
        return answer.future();
    }

    /** Items that are in no batch yet. */
    public int waiting() {
        return waiting.size();
    }

    /** Completes when nothing waits and nothing is under way. */
    public Future<Void> idle() {
        if (isIdle()) {
            return Future.succeededFuture();
        }
        Promise<Void> idle = Promise.promise();
        untilIdle.add(idle);
        return idle.future();
    }

    /** Leaves after the events that the event loop has at hand, so that requests read together share one commit; nobody waits for it. */
    private void departSoon() {
        Context context = Vertx.currentContext();
        if (context == null) {
            depart();
        } else if (!turnAsked && underWay < limits.concurrent()) {
            turnAsked = true;
            context.runOnContext(turn -> {
                turnAsked = false;
                depart();
            });
        }
    }

    /** Not entered twice: a batch that ends before it has left is followed by the next turn of the loop, not by a deeper stack. */
    private void depart() {
        if (boarding) {
            return;
        }
        boarding = true;
        while (underWay < limits.concurrent() && !waiting.isEmpty()) {
            underWay++;
            run(nextBatch()).onComplete(settled -> arrived());
        }
        boarding = false;
        tellIfIdle();
    }

    private void arrived() {
        underWay--;
        depart();
    }

    private void tellIfIdle() {
        if (isIdle()) {
            List<Promise<Void>> listeners = List.copyOf(untilIdle);
            untilIdle.clear();
            listeners.forEach(Promise::complete);
        }
    }

    private boolean isIdle() {
        return underWay == 0 && waiting.isEmpty();
    }

    private List<Seat<I, O>> nextBatch() {
        List<Seat<I, O>> batch = new ArrayList<>();
        while (batch.size() < limits.maxItems() && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Succeeds in any case: the failures are the items'. */
    private Future<Void> run(List<Seat<I, O>> batch) {
        List<I> items = batch.stream().map(Seat::item).toList();
        return Future.succeededFuture(items)
                .compose(work)
                .compose(results -> answer(batch, results), failure -> settle(batch, failure));
    }

    private Future<Void> answer(List<Seat<I, O>> batch, List<O> results) {
        if (results.size() != batch.size()) {
            refuse(batch, new IllegalStateException(batch.size() + " items, " + results.size() + " results"));
            return Future.succeededFuture();
        }
        for (int seat = 0; seat < batch.size(); seat++) {
            batch.get(seat).answer().complete(results.get(seat));
        }
        return Future.succeededFuture();
    }

    private Future<Void> settle(List<Seat<I, O>> batch, Throwable failure) {
        if (batch.size() == 1 || Failures.isTransient(failure)) {
            refuse(batch, failure);
            return Future.succeededFuture();
        }
        int middle = batch.size() / 2;
        return run(batch.subList(0, middle)).compose(done -> run(batch.subList(middle, batch.size())));
    }

    private void refuse(List<Seat<I, O>> batch, Throwable failure) {
        batch.forEach(seat -> seat.answer().fail(failure));
    }
}
