package dev.orderly.payment;

import dev.orderly.persistence.Failures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errands of one event loop, so many under way at once, so many waiting. What finds no room, what is refused and what fails is not lost:
 * its row comes due again.
 */
final class Errands {

    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

    private final Function<Errand, Future<Void>> runner;
    private final int concurrency;
    private final int maxWaiting;
    private final Queue<Errand> waiting = new ArrayDeque<>();
    private final Set<UUID> keys = new HashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private int underWay;
    private boolean stopped;

    Errands(Function<Errand, Future<Void>> runner, PaymentConfig config) {
        this.runner = runner;
        this.concurrency = config.concurrency();
        this.maxWaiting = config.maxWaiting();
    }

    /** Takes on what there is room for, and what is not already in hand. */
    void take(List<Errand> errands) {
        for (Errand errand : errands) {
            if (room() > 0 && keys.add(errand.key())) {
                waiting.add(errand);
            }
        }
        depart();
    }

    /** How many more could wait. */
    int room() {
        return stopped ? 0 : Math.max(0, maxWaiting - waiting.size());
    }

    /** Begins nothing more; completes when nothing is under way. */
    Future<Void> stop() {
        stopped = true;
        waiting.clear();
        return underWay == 0 ? Future.succeededFuture() : drained.future();
    }

    private void depart() {
        while (underWay < concurrency && !waiting.isEmpty()) {
            Errand errand = waiting.remove();
            underWay++;
            Future.succeededFuture(errand).compose(runner).onComplete(done -> arrived(errand, done));
        }
    }

    private void arrived(Errand errand, io.vertx.core.AsyncResult<Void> done) {
        underWay--;
        keys.remove(errand.key());
        if (done.failed() && !stopped) {
            report(errand, done.cause());
        }
        if (stopped && underWay == 0) {
            drained.tryComplete();
        }
        depart();
    }

    /** What passes by itself is no news. */
    private static void report(Errand errand, Throwable failure) {
        if (Failures.isTransient(failure)) {
            LOG.debug("{} is left to be picked up again", errand, failure);
        } else {
            LOG.error("{} failed and is left to be picked up again", errand, failure);
        }
    }
}
