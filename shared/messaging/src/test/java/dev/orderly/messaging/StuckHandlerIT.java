package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.messaging.Delivery.Arrived;
import dev.orderly.persistence.Failures;
import dev.orderly.tracing.Tracing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handler that never answers holds neither its queue nor its connections for ever. */
class StuckHandlerIT {

    private static final int MORE_THAN_THE_POOL = 12;

    private final Counter counter = new Counter();

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void isGivenUpAsTheEventsFaultAndGivesItsConnectionBack() {
        EventRoutes routes = new EventRoutes().on(OrderCancelled.class, Listener.heldUp());
        QueueWork work =
                new QueueWork(CANCELLED, counter.database, routes, false, Duration.ofMillis(50), Tracing.off());

        Optional<Throwable> failure = counter.on(
                () -> work.commit(events()).map(Optional.<Throwable>empty()).otherwise(Optional::of));
        Object ignored = counter.on(() -> Future.join(IntStream.range(0, MORE_THAN_THE_POOL)
                        .mapToObj(i -> work.commit(events()))
                        .toList())
                .transform(all -> Future.succeededFuture("all given up")));

        assertThat(failure)
                .get()
                .isInstanceOf(Stuck.class)
                .satisfies(stuck -> assertThat(Failures.isTransient(stuck)).isFalse());
        assertThat(work.stuck()).isEqualTo(MORE_THAN_THE_POOL + 1);
        assertThat(counter.rows("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                        + " AND application_name = 'orderly-" + counter.schema.schema() + "'"))
                .isZero();
    }

    @SuppressWarnings("NullAway") // what is never settled needs no delivery
    private static List<Arrived> events() {
        return List.of(new Arrived(null, Samples.cancelled("held up")));
    }
}
