package dev.orderly.stock;

import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.stock.domain.Samples.paid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the passing of time asks of reservations, on a real PostgreSQL. */
class RemindersIT {

    private final VirtualClock clock = new VirtualClock();
    private final Warehouse warehouse = new Warehouse(clock);
    private final UUID id = Ids.next();

    @BeforeEach
    void stock() {
        warehouse.stocked(Map.of("tea", 1_000L));
    }

    @AfterEach
    void everyUnitIsAccountedFor() {
        try (warehouse) {
            assertThat(warehouse.unbalanced()).isZero();
        }
    }

    @Test
    void tellsAnUnconfirmedReservationAgainEveryHalfDeadlineOnceItsTimeHasPassed() {
        create(order(id, line("tea", 2)));
        pass(Warehouse.DEADLINE.minusSeconds(5));
        assertThat(told()).hasSize(1);

        pass(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        assertThat(told()).hasSize(2);

        pass(Warehouse.DEADLINE.dividedBy(2));
        assertThat(told()).hasSize(3).allMatch(told().get(0)::equals);
        assertThat(warehouse.level("tea")).isEqualTo("998/2/0");
    }

    @Test
    void asksNothingAboutWhatIsPaid() {
        create(order(id, line("tea", 2)));
        warehouse.hear(warehouse.reservations::confirm, paid(id));

        pass(Warehouse.DEADLINE.plusSeconds(5));

        assertThat(told()).hasSize(1);
        assertThat(warehouse.number("SELECT count(*) FROM stock.watched")).isZero();
    }

    @Test
    void asksNoMoreWhenTheOrderHasEnded() {
        create(order(id, line("tea", 2)));
        pass(Warehouse.DEADLINE.plusSeconds(5));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(id));

        pass(Warehouse.DEADLINE);

        assertThat(told()).hasSize(2);
        assertThat(warehouse.number("SELECT count(*) FROM stock.watched")).isZero();
    }

    @Test
    void takesAPaymentThatCameBeforeTheReservationForItsConfirmation() {
        Announcement<PaymentCompleted> early = Warehouse.told(paid(id));
        warehouse.run(() -> warehouse.handle(warehouse.reservations::confirm, List.of(early, early)));
        create(order(id, line("tea", 2)));

        pass(Warehouse.DEADLINE.plusSeconds(5));
        pass(Warehouse.DEADLINE);

        assertThat(told()).hasSize(1);
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE confirmed AND version = 2"))
                .isEqualTo(1);
        assertThat(warehouse.number(
                        "SELECT count(*) FROM stock.reservation_decisions WHERE cause_event_id = '" + early.id() + "'"))
                .isEqualTo(1);
        assertThat(
                        warehouse.number(
                                "SELECT (SELECT count(*) FROM stock.watched) + (SELECT count(*) FROM stock.early_confirmations)"))
                .isZero();
    }

    @Test
    void passesNoneOfManyThatWereOpenedAtTheSameMoment() {
        create(Stream.generate(() -> order(Ids.next(), line("tea", 1)))
                .limit(450)
                .toArray(OrderCreated[]::new));
        create(order(id, line("tea", 2)));

        pass(Warehouse.DEADLINE.plusSeconds(5));

        assertThat(told()).hasSize(2 * 451);
        assertThat(told().stream().distinct()).hasSize(451);
    }

    private void create(OrderCreated... orders) {
        warehouse.hear(warehouse.reservations::reserve, orders);
    }

    private void pass(Duration time) {
        clock.advance(time);
        warehouse.runOut(warehouse.reminders::remind);
    }

    private List<Announcement<?>> told() {
        return warehouse.announced().stream()
                .filter(told -> told.event() instanceof StockReserved)
                .toList();
    }
}
