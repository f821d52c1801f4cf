package dev.orderly.testing;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopLease;
import dev.orderly.service.Sweeper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a sweeper works and when it rests, on a real PostgreSQL. */
class SweeperIT {

    private static final Duration OFTEN = Duration.ofMillis(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase rows = Backends.database("sweeper");
    private final AtomicInteger steps = new AtomicInteger();

    @BeforeEach
    void makesTables() {
        TestSchemas.create(rows, List.of(new SeeingService()));
    }

    @AfterEach
    void closes() {
        HttpProbe.waitFor(vertx.close());
        rows.close();
    }

    @Test
    void restsWhileEventsMayNotTravelAndForSomeLooksAfterwards() {
        AtomicBoolean connected = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        MessagingHealth health = new MessagingHealth();
        health.add(() -> {
            looks.incrementAndGet();
            return health(connected.get(), Optional.empty());
        });
        sweeper(steps).restingWith(health).start(vertx, OFTEN);
        eventually(() -> assertThat(looks).hasValueGreaterThan(5));
        assertThat(steps).hasValue(0);

        int before = looks.get();
        connected.set(true);

        eventually(() -> assertThat(steps).hasPositiveValue());
        assertThat(looks).hasValueGreaterThanOrEqualTo(before + 3);
    }

    @Test
    void restsWhileAnotherProcessWorksOffABacklog() {
        AtomicInteger looks = new AtomicInteger();
        AtomicBoolean busy = new AtomicBoolean(true);
        MessagingHealth health = new MessagingHealth();
        health.add(() -> {
            looks.incrementAndGet();
            return health(true, busy.get() ? Optional.of("4000 messages") : Optional.empty());
        });
        sweeper(steps).restingWith(health).start(vertx, OFTEN);
        eventually(() -> assertThat(looks).hasValueGreaterThan(10));
        assertThat(steps).hasValue(0);

        busy.set(false);

        eventually(() -> assertThat(steps).hasPositiveValue());
    }

    @Test
    void leavesTheWorkToOneProcessUntilThatStops() {
        AtomicInteger others = new AtomicInteger();
        Sweeper one = sweeper(steps);
        one.start(vertx, OFTEN);
        eventually(() -> assertThat(steps).hasPositiveValue());
        sweeper(others).start(vertx, OFTEN);
        int before = steps.get();
        eventually(() -> assertThat(steps).hasValueGreaterThan(before + 20));
        assertThat(others).hasValue(0);

        HttpProbe.waitFor(one.stop(vertx));

        eventually(() -> assertThat(others).hasPositiveValue());
    }

    @Test
    void takesStepAfterStepWhileThereIsMoreToDo() {
        new Sweeper("steps", lease(), () -> Future.succeededFuture(steps.incrementAndGet() % 50 != 0))
                .start(vertx, Duration.ofSeconds(2));

        eventually(() -> assertThat(steps).hasValueGreaterThanOrEqualTo(50));
    }

    private Sweeper sweeper(AtomicInteger counted) {
        return new Sweeper("counts", lease(), () -> Future.succeededFuture(counted.incrementAndGet() < 0));
    }

    private ShopLease lease() {
        var settings = TestSchemas.settings(rows, new SeeingService()).values();
        Database database = Database.open(vertx, settings.iterator().next());
        return new ShopLease(database, "sweep", Duration.ofMinutes(1));
    }

    private static BrokerHealth health(boolean connected, Optional<String> backlog) {
        return new BrokerHealth(
                connected,
                Optional.empty(),
                false,
                true,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                Map.of(),
                0,
                Map.of(),
                backlog);
    }
}
