package dev.orderly.order.stats;

import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.order.stats.CountRepository.Delta;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts orders as they move, within the transaction that moves them, and tells the sums. */
public final class OrderCounters {

    private static final Duration MINUTES_KEPT = Duration.ofHours(2);
    private static final int STEP = 5_000;

    private final CountRepository counts;
    private final Clock clock;

    /** Counters in the order service's schema. */
    public OrderCounters(Database database, Clock clock) {
        this.counts = new CountRepository(database);
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

    /** How many orders are undecided now. */
    public Future<Long> open() {
        return counts.open();
    }

    /** Folds some of what was added; answers whether there may be more at once. */
    public Future<Boolean> fold() {
        return counts.fold(STEP)
                .compose(folded ->
                        counts.forget(clock.instant().minus(MINUTES_KEPT)).map(forgotten -> folded == STEP));
    }
}
