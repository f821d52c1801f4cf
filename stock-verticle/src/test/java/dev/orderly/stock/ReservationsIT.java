package dev.orderly.stock;

import static dev.orderly.stock.domain.Samples.CUSTOMER;
import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.stock.domain.Samples.paid;
import static dev.orderly.stock.domain.Samples.unpaid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.Shortage;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.PermanentFailure;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The use cases about reservations, on a real PostgreSQL. */
class ReservationsIT {

    private final Warehouse warehouse = new Warehouse();
    private final UUID id = Ids.next();

    @BeforeEach
    void stock() {
        warehouse.stocked(Map.of("tea", 500L, "cup", 10L));
    }

    @AfterEach
    void everyUnitIsAccountedFor() {
        try (warehouse) {
            assertThat(warehouse.unbalanced()).isZero();
        }
    }

    @Test
    void holdsAllLinesOfAnOrder() {
        create(order(id, line("tea", 2), line("cup", 1)));

        assertThat(warehouse.level("tea")).isEqualTo("498/2/0");
        assertThat(warehouse.level("cup")).isEqualTo("9/1/0");
        assertThat(warehouse.announced(StockReserved.class)).hasSize(1);
    }

    @Test
    void holdsNothingWhenOneLineIsShort() {
        create(order(id, line("tea", 2), line("cup", 11), line("urn", 1)));

        assertThat(warehouse.level("tea")).isEqualTo("500/0/0");
        assertThat(warehouse.announced(StockNotReserved.class))
                .containsExactly(new StockNotReserved(
                        id, CUSTOMER, List.of(new Shortage("cup", 11, 10), new Shortage("urn", 1, 0))));
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservation_lines"))
                .isZero();
    }

    @Test
    void tellsADuplicateWhatItToldTheFirst() {
        Announcement<OrderCreated> held = Warehouse.told(order(id, line("tea", 2), line("cup", 1)));
        Announcement<OrderCreated> refused = Warehouse.told(order(Ids.next(), line("cup", 100)));
        List<Announcement<OrderCreated>> both = List.of(held, refused);

        warehouse.run(() -> warehouse.handle(warehouse.reservations::reserve, both));
        warehouse.run(() -> warehouse.handle(warehouse.reservations::reserve, both));

        List<Announcement<?>> told = orders(warehouse.announced());
        assertThat(told).hasSize(4);
        assertThat(told.subList(2, 4)).isEqualTo(told.subList(0, 2));
    }

    @Test
    void tellsADuplicateCancellationAndCompletionWhatItToldTheFirst() {
        UUID other = Ids.next();
        create(order(id, line("tea", 2)), order(other, line("tea", 3)));
        for (int time = 0; time < 2; time++) {
            warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(id));
            warehouse.hear(warehouse.reservations::deductCompleted, completed(other));
        }

        List<Announcement<?>> told = orders(warehouse.announced()).subList(2, 6);
        assertThat(told.subList(2, 4)).isEqualTo(told.subList(0, 2));
        assertThat(told.get(0).event())
                .isEqualTo(new StockReleased(id, List.of(new ItemQuantity("tea", 2)), "order_cancelled"));
        assertThat(told.get(1).event()).isEqualTo(new StockDeducted(other, List.of(new ItemQuantity("tea", 3))));
        assertThat(warehouse.level("tea")).isEqualTo("497/0/3");
    }

    @Test
    void holdsNothingForAnOrderWhoseCancellationOvertookIt() {
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(id));
        create(order(id, line("tea", 2)));
        warehouse.hear(warehouse.reservations::releaseUnpaid, unpaid(id));

        assertThat(warehouse.level("tea")).isEqualTo("500/0/0");
        assertThat(orders(warehouse.announced())).isEmpty();
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE status = 'void'"))
                .isEqualTo(1);
    }

    @Test
    void decidesAnOrderOnceWhenItsBeginningAndItsEndComeAtTheSameMoment() {
        List<OrderCreated> orders = IntStream.range(0, 60)
                .mapToObj(number -> order(Ids.next(), line("tea", 1)))
                .toList();
        warehouse.run(() -> Future.all(orders.stream()
                .flatMap(order -> Stream.of(
                        warehouse.handle(warehouse.reservations::reserve, List.of(Warehouse.told(order))),
                        warehouse.handle(
                                warehouse.reservations::releaseCancelled,
                                List.of(Warehouse.told(cancelled(order.orderId()))))))
                .toList()));

        assertThat(warehouse.level("tea")).isEqualTo("500/0/0");
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE status IN ('void', 'released')"))
                .isEqualTo(60);
    }

    @Test
    void releasesWhatCannotBePaid() {
        create(order(id, line("tea", 2)));
        warehouse.hear(warehouse.reservations::releaseUnpaid, unpaid(id), unpaid(id));

        assertThat(warehouse.level("tea")).isEqualTo("500/0/0");
        assertThat(warehouse.announced(StockReleased.class))
                .containsExactly(new StockReleased(id, List.of(new ItemQuantity("tea", 2)), "card_declined"));
    }

    @Test
    void confirmsAPaidReservationInItsJournal() {
        create(order(id, line("tea", 2)));
        warehouse.hear(warehouse.reservations::confirm, paid(id));
        warehouse.hear(warehouse.reservations::deductCompleted, completed(id));

        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE confirmed AND version = 3"))
                .isEqualTo(1);
        assertThat(warehouse.number("SELECT max(sequence) FROM stock.reservation_decisions"))
                .isEqualTo(2);
    }

    @Test
    void movesNothingButRaisesAnAlarmWhenACompletedOrderIsCancelled() {
        create(order(id, line("tea", 2)));
        warehouse.hear(warehouse.reservations::deductCompleted, completed(id));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(id));

        assertThat(warehouse.level("tea")).isEqualTo("498/0/2");
        assertThat(warehouse.alarms()).isEqualTo(1);
    }

    @Test
    void refusesForGoodTheCompletionOfAnOrderItNeverSaw() {
        OrderCompleted unknown = completed(id);

        assertThatThrownBy(() -> warehouse.hear(warehouse.reservations::deductCompleted, unknown))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("order.completed");
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations")).isZero();
    }

    @Test
    void sellsExactlyWhatIsThereToManyBatchesAtOnce() {
        warehouse.run(() -> Future.all(IntStream.range(0, 100)
                .mapToObj(batch -> warehouse.handle(warehouse.reservations::reserve, oneTeaEach(20)))
                .toList()));

        assertThat(warehouse.level("tea")).isEqualTo("0/500/0");
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE status = 'held'"))
                .isEqualTo(500);
        assertThat(warehouse.number("SELECT count(*) FROM stock.reservations WHERE status = 'refused'"))
                .isEqualTo(1500);
    }

    @Test
    void ordersThatCrossDoNotBlockEachOther() {
        warehouse.run(() -> Future.all(IntStream.range(0, 100)
                .mapToObj(number -> number % 2 == 0
                        ? order(Ids.next(), line("tea", 1), line("cup", 1))
                        : order(Ids.next(), line("cup", 1), line("tea", 1)))
                .map(order -> warehouse.handle(warehouse.reservations::reserve, List.of(Warehouse.told(order))))
                .toList()));

        assertThat(warehouse.level("cup")).isEqualTo("0/10/0");
        assertThat(warehouse.level("tea")).isEqualTo("490/10/0");
        assertThat(warehouse.deadlocks()).isZero();
    }

    private void create(OrderCreated... orders) {
        warehouse.hear(warehouse.reservations::reserve, orders);
    }

    private static List<Announcement<OrderCreated>> oneTeaEach(int orders) {
        return IntStream.range(0, orders)
                .mapToObj(number -> Warehouse.told(order(Ids.next(), line("tea", 1))))
                .toList();
    }

    private static List<Announcement<?>> orders(List<Announcement<?>> announced) {
        return announced.stream()
                .filter(told -> !told.type().equals("stock.updated"))
                .toList();
    }
}
