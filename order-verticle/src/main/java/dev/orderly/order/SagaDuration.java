package dev.orderly.order;

import dev.orderly.contracts.Ids;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How long orders take from their placing to their end, by how they end. */
final class SagaDuration implements StepFollower {

    private static final Set<Status> ENDS = Set.of(Status.COMPLETED, Status.DELIVERED, Status.FAILED, Status.CANCELLED);
    private static final Duration[] STAGES = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(30)
    };

    private final Map<Status, Timer> timers = new EnumMap<>(Status.class);
    private final Clock clock;

    SagaDuration(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        ENDS.forEach(end -> timers.put(end, timer(meters, end)));
    }

    @Override
    public Future<Void> follow(Transaction tx, List<Step> steps) {
        List<Step> ends = steps.stream()
                .filter(step -> step.isMove() && timers.containsKey(step.after().status()))
                .toList();
        if (!ends.isEmpty()) {
            tx.afterCommit(() -> ends.forEach(this::record));
        }
        return Future.succeededFuture();
    }

    private void record(Step end) {
        Duration taken = Duration.between(Ids.madeAt(end.after().id()), clock.instant());
        Objects.requireNonNull(timers.get(end.after().status())).record(taken.isNegative() ? Duration.ZERO : taken);
    }

    private static Timer timer(MeterRegistry meters, Status end) {
        return Timer.builder("orderly.saga.duration")
                .description("From the placing of an order to its end.")
                .tag("end", end.label())
                .serviceLevelObjectives(STAGES)
                .register(meters);
    }
}
