package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DatabaseClockIT {

    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

    private final DatabaseClock clock = new DatabaseClock(Clock.fixed(LONG_AGO, ZoneOffset.UTC));

    @Test
    void goesByTheMachineUntilItHasAsked() {
        assertThat(clock.instant()).isEqualTo(LONG_AGO);
    }

    @Test
    void goesByTheDatabaseFromThenOnWhateverTheMachineSays() {
        DatabaseAddress address = Postgres.migratedDatabase();
        try (Loop loop = new Loop()) {
            Database database = loop.result(() ->
                    Future.succeededFuture(Database.open(loop.vertx(), Postgres.settings(address, Postgres.LEFT))));
            Instant before = Instant.now();
            loop.done(() -> clock.ask(database).map("set"));

            Instant told = clock.instant();

            assertThat(told).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
            assertThat(clock.instant()).isAfterOrEqualTo(told);
            assertThat(new ShopTime(clock).agoSeconds(Duration.ofSeconds(7))).isEqualTo(-7);
            assertThat(DatabaseClock.comparable(clock)).isSameAs(clock);
            loop.done(database::close);
        }
    }
}
