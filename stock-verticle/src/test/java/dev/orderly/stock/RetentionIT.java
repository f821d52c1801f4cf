package dev.orderly.stock;

import static dev.orderly.stock.domain.Samples.CUSTOMER;
import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.stock.domain.Samples.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forgotten and what stays, on a real PostgreSQL: a shop that was busy 500 days ago. */
class RetentionIT {

    private static final Duration LONG_AGO = Duration.ofDays(500);

    private final VirtualClock clock = new VirtualClock();
    private final Warehouse warehouse = new Warehouse(clock);
    private final UUID deducted = Ids.next();
    private final UUID released = Ids.next();
    private final UUID refused = Ids.next();
    private final UUID voided = Ids.next();
    private final UUID held = Ids.next();

    @BeforeEach
    void wasBusyLongAgo() {
        clock.advance(LONG_AGO.negated());
        warehouse.runOut(warehouse.retention::purge);
        warehouse.stocked(Map.of("tea", 50L, "cup", 10L));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(voided));
        warehouse.hear(
                warehouse.reservations::reserve,
                order(deducted, line("tea", 2), line("cup", 1)),
                order(released, line("tea", 3)),
                order(refused, line("cup", 99)),
                order(held, line("tea", 4)));
        warehouse.hear(warehouse.reservations::deductCompleted, completed(deducted));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(released));
        warehouse.hear(warehouse.reservations::confirm, paid(Ids.next()));
    }

    @AfterEach
    void everyUnitIsAccountedFor() {
        try (warehouse) {
            assertThat(warehouse.unbalanced()).isZero();
        }
    }

    @Test
    void forgetsWhatEndedLongAgoAndKeepsItsSums() {
        clock.advance(LONG_AGO);
        UUID today = Ids.next();
        warehouse.hear(warehouse.reservations::reserve, order(today, line("cup", 1)));

        warehouse.runOut(warehouse.retention::purge);
        warehouse.runOut(warehouse.retention::purge);

        assertThat(count("reservations WHERE order_id IN ('" + held + "', '" + today + "')"))
                .isEqualTo(2)
                .isEqualTo(count("reservations"));
        assertThat(count("reservation_lines")).isEqualTo(2);
        assertThat(count("reservation_decisions")).isEqualTo(2);
        assertThat(count("early_confirmations")).isZero();
        assertThat(count("movements WHERE kind = 'opening'")).isEqualTo(2);
        assertThat(count("movements")).isEqualTo(4);
        assertThat(warehouse.level("tea")).isEqualTo("44/4/2");
        assertThat(warehouse.number("SELECT count(*) FROM stock.purged WHERE up_to = '" + voided + "'"))
                .isEqualTo(1);
    }

    @Test
    void beginsNothingForAnOrderThatItHasForgotten() {
        UUID forgotten = idOf(Instant.now().minus(LONG_AGO));
        warehouse.purgedUpTo(idOf(Instant.now().minus(Duration.ofDays(400))));

        refuses(warehouse.reservations::reserve, order(forgotten, line("tea", 1)));
        refuses(warehouse.reservations::releaseCancelled, cancelled(forgotten));
        refuses(warehouse.reservations::confirm, paid(forgotten));
        refuses(warehouse.reservations::deductCompleted, completed(forgotten));

        assertThat(count("reservations WHERE order_id = '" + forgotten + "'")).isZero();
        assertThat(count("early_confirmations WHERE order_id = '" + forgotten + "'"))
                .isZero();
    }

    @Test
    void goesOnWithAnOrderAsOldAsThatAsLongAsItKnowsIt() {
        UUID old = idOf(Instant.now().minus(LONG_AGO));
        warehouse.hear(warehouse.reservations::reserve, order(old, line("tea", 1)));
        warehouse.purgedUpTo(idOf(Instant.now().minus(Duration.ofDays(400))));

        warehouse.hear(warehouse.reservations::reserve, order(old, line("tea", 1)));
        warehouse.hear(warehouse.reservations::deductCompleted, completed(old));

        assertThat(count("reservations WHERE status = 'deducted' AND order_id = '" + old + "'"))
                .isEqualTo(1);
    }

    @Test
    void forgetsNothingThatIsNotOldEnough() {
        clock.advance(Warehouse.KEPT.minusDays(1));

        warehouse.runOut(warehouse.retention::purge);

        assertThat(count("reservations")).isEqualTo(5);
        assertThat(count("movements WHERE kind = 'opening'")).isZero();
    }

    @Test
    void dropsTheTableOfAMonthWhenItsLastMovementHasGone() {
        long before = count("pg_inherits WHERE inhparent = 'stock.movements'::regclass");
        clock.advance(LONG_AGO);
        warehouse.runOut(warehouse.retention::purge);
        long withOneHeld = count("pg_inherits WHERE inhparent = 'stock.movements'::regclass");
        clock.advance(LONG_AGO.negated());
        warehouse.hear(warehouse.reservations::deductCompleted, completed(held));
        clock.advance(LONG_AGO);

        warehouse.runOut(warehouse.retention::purge);

        assertThat(withOneHeld).isEqualTo(before - 1);
        assertThat(count("pg_inherits WHERE inhparent = 'stock.movements'::regclass"))
                .isEqualTo(before - 2);
        assertThat(count("movements WHERE kind <> 'opening'")).isZero();
    }

    @Test
    void ordersOfTodayAreSafeFromAServiceThatTakesThemForOld() {
        clock.advance(LONG_AGO);
        UUID today = Ids.next();
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(today));

        warehouse.run(() -> warehouse.asService("SELECT stock.purge_reservations(now() + interval '1 year', 100)"));

        assertThat(count("reservations WHERE order_id = '" + today + "'")).isEqualTo(1);
        assertThat(count("reservations WHERE order_id = '" + released + "'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM movements",
                "DELETE FROM movements_other",
                "UPDATE movements SET delta_available = 0",
                "DELETE FROM reservations",
                "DELETE FROM reservation_decisions",
                "UPDATE purged SET up_to = up_to",
                "SELECT fold_movements('{}', now(), 100)",
                "DROP TABLE movements_other"
            })
    void letsTheServiceRemoveNothingByItself(String sql) {
        assertThatThrownBy(() -> warehouse.run(() -> warehouse.asService(sql)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void takesACustomersNameOffWhatIsFinished() {
        Erasure.Done first = warehouse.ask(() -> warehouse.erasure.erase(CUSTOMER));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(held));
        Erasure.Done second = warehouse.ask(() -> warehouse.erasure.erase(CUSTOMER));

        assertThat(first).isEqualTo(new Erasure.Done(CUSTOMER, 4, 1));
        assertThat(second).isEqualTo(new Erasure.Done(CUSTOMER, 1, 0));
        assertThat(count("reservations WHERE customer_id = 'erased'")).isEqualTo(5);
    }

    private long count(String rows) {
        return warehouse.number("SELECT count(*) FROM " + (rows.startsWith("pg_") ? "" : "stock.") + rows);
    }

    private <E extends Event> void refuses(Warehouse.UseCase<E> useCase, E event) {
        assertThatThrownBy(() -> warehouse.hear(useCase, event))
                .hasStackTraceContaining("PermanentFailure")
                .hasStackTraceContaining("is older than what is kept");
    }

    private static UUID idOf(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
    }
}
