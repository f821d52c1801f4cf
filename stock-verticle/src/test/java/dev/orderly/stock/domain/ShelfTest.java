package dev.orderly.stock.domain;

import static dev.orderly.stock.domain.Samples.CUSTOMER;
import static dev.orderly.stock.domain.Samples.NOW;
import static dev.orderly.stock.domain.Samples.level;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.Shortage;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReserved;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private static final UUID ORDER = new UUID(0, 1);
    private static final UUID NEXT_ORDER = new UUID(0, 2);

    private final Shelf shelf = new Shelf(List.of(level("tea", 5), level("cup", 1)));

    @Test
    void takesEveryLineOfAnOrder() {
        Reservation reservation = shelf.reserve(order(ORDER, line("tea", 2), line("cup", 1)), NOW);

        assertThat(reservation.announcement())
                .contains(new StockReserved(
                        ORDER,
                        CUSTOMER,
                        List.of(new ItemQuantity("cup", 1), new ItemQuantity("tea", 2)),
                        new BigDecimal("3.00"),
                        "USD",
                        "tok_ok",
                        NOW));
        assertThat(shelf.changed()).extracting(Level::available).containsExactly(0L, 3L);
    }

    @Test
    void takesNothingWhenOneLineIsShort() {
        Reservation reservation = shelf.reserve(order(ORDER, line("tea", 1), line("cup", 2)), NOW);

        assertThat(reservation.announcement())
                .contains(new StockNotReserved(ORDER, CUSTOMER, List.of(new Shortage("cup", 2, 1))));
        assertThat(shelf.changed()).isEmpty();
    }

    @Test
    void showsTheNextOrderWhatThisOneTook() {
        Reservation first = shelf.reserve(order(ORDER, line("tea", 4)), NOW);
        Reservation second = shelf.reserve(order(NEXT_ORDER, line("tea", 2)), NOW);

        assertThat(first.status()).isEqualTo(ReservationStatus.HELD);
        assertThat(second.announcement())
                .contains(new StockNotReserved(NEXT_ORDER, CUSTOMER, List.of(new Shortage("tea", 2, 1))));
    }

    @Test
    void countsEqualProductsTogether() {
        Reservation reservation = shelf.reserve(order(ORDER, line("tea", 3), line("tea", 3)), NOW);

        assertThat(reservation.announcement())
                .contains(new StockNotReserved(ORDER, CUSTOMER, List.of(new Shortage("tea", 6, 5))));
    }

    @Test
    void hasNoneOfAnUnknownProduct() {
        Reservation reservation = shelf.reserve(order(ORDER, line("pot", 1)), NOW);

        assertThat(reservation.announcement())
                .contains(new StockNotReserved(ORDER, CUSTOMER, List.of(new Shortage("pot", 1, 0))));
    }

    @Test
    void numbersALevelAnewOnlyWhenWhatCanBeSoldHasChanged() {
        shelf.put(new Level("tea", 5, 2, 0, 1, 1, false));
        shelf.deduct(List.of(new ItemQuantity("tea", 1)));
        assertThat(shelf.changed()).extracting(Level::sequence).containsExactly(1L);

        shelf.release(List.of(new ItemQuantity("tea", 1)));
        assertThat(shelf.changed()).extracting(Level::sequence).containsExactly(2L);
    }

    @Test
    void refusesToDeductWhatIsNotThere() {
        assertThatThrownBy(() -> shelf.deduct(List.of(new ItemQuantity("tea", 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tea");
    }
}
