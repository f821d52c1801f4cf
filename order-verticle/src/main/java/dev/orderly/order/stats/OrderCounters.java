package dev.orderly.order.stats;

import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.order.stats.CountRepository.Delta;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopLease;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts orders as they move, within the transaction that moves them, and tells the sums. */
public final class OrderCounters {

    private static final Logger LOG = LoggerFactory.getLogger(OrderCounters.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration MINUTES_KEPT = Duration.ofHours(2);
    private static final int STEP = 5_000;

    private final CountRepository counts;
    private final ShopLease lease;
    private final Clock clock;

    /** Counters in the order service's schema. */
    public OrderCounters(Database database, Clock clock) {
        this.counts = new CountRepository(database);
        this.lease = new ShopLease(database, "fold-counts", LEASE);
        this.clock = clock;
    }

    /** Counts new orders. */
    public Future<Void> placed(Transaction tx, int orders) {
        return counts.add(tx, orders == 0 ? List.of() : List.of(new Delta(Status.PENDING, orders, 0)), clock.instant());
    }

    /** Counts the moves among these steps. */
    public Future<Void> follow(Transaction tx, List<Step> steps) {
        Map<Status, Delta> deltas = new EnumMap<>(Status.class);
        steps.stream().filter(Step::isMove).forEach(move -> {
            add(deltas, new Delta(move.before().status(), 0, 1));
            add(deltas, new Delta(move.after().status(), 1, 0));
        });
        return counts.add(tx, List.copyOf(deltas.values()), clock.instant());
    }

    private static void add(Map<Status, Delta> deltas, Delta one) {
        deltas.merge(
                one.status(),
                one,
                (sum, more) -> new Delta(sum.status(), sum.arrived() + more.arrived(), sum.gone() + more.gone()));
    }

    /** How many orders stand where now, and what the last minutes brought. */
    public Future<OrderStats> stats() {
        return counts.read(clock.instant());
    }

    /** Folds what was added, every few seconds and in one process of the shop, until the timer, whose id is returned, is cancelled. */
    public long start(Vertx vertx) {
        return vertx.setPeriodic(
                PAUSE.toMillis(),
                tick -> fold().onFailure(failure -> LOG.debug("counts are still to be folded", failure)));
    }

    /** Folds all that there is, unless another process does; how many additions it were. */
    public Future<Integer> fold() {
        return lease.hold().compose(held -> held ? foldAll().compose(this::forgotten) : Future.succeededFuture(0));
    }

    private Future<Integer> foldAll() {
        return counts.fold(STEP)
                .compose(folded -> folded < STEP
                        ? Future.succeededFuture(folded)
                        : foldAll().map(more -> folded + more));
    }

    private Future<Integer> forgotten(int folded) {
        return counts.forget(clock.instant().minus(MINUTES_KEPT)).map(forgotten -> folded);
    }
}
