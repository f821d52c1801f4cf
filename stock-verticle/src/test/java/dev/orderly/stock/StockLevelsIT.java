package dev.orderly.stock;

import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.stock.domain.Stocktaking.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The use cases about levels and their news, on a real PostgreSQL. */
class StockLevelsIT {

    private final Warehouse warehouse = new Warehouse();

    @AfterEach
    void everyUnitIsAccountedFor() {
        try (warehouse) {
            assertThat(warehouse.unbalanced()).isZero();
        }
    }

    @Test
    void takesUpAProductOnceHoweverOftenItIsAnnounced() {
        warehouse.hear(warehouse.levels::stock, Warehouse.created("tea", 5, 1), Warehouse.created("tea", 5, 1));
        warehouse.hear(warehouse.levels::stock, Warehouse.created("tea", 7, 1));

        assertThat(warehouse.level("tea")).isEqualTo("5/0/0");
        assertThat(warehouse.number("SELECT count(*) FROM stock.movements WHERE kind = 'initial'"))
                .isEqualTo(1);
    }

    @Test
    void keepsReservedUnitsWhenLessIsAnnounced() {
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(warehouse.reservations::reserve, order(Ids.next(), line("tea", 4)));
        warehouse.hear(warehouse.levels::stock, Warehouse.created("tea", 1, 2));

        assertThat(warehouse.level("tea")).isEqualTo("0/4/0");
        assertThat(warehouse.alarms()).isEqualTo(1);
    }

    @Test
    void keepsReservedUnitsOfADeletedProductUntilTheirOrdersEnd() {
        UUID kept = Ids.next();
        UUID given = Ids.next();
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(warehouse.reservations::reserve, order(kept, line("tea", 2)), order(given, line("tea", 1)));
        warehouse.hear(warehouse.levels::clear, new ProductDeleted("tea", 2), new ProductDeleted("tea", 2));
        assertThat(warehouse.level("tea")).isEqualTo("0/3/0");

        warehouse.hear(warehouse.reservations::deductCompleted, completed(kept));
        warehouse.hear(warehouse.reservations::releaseCancelled, cancelled(given), cancelled(given));

        assertThat(warehouse.level("tea")).isEqualTo("0/0/2");
        assertThat(warehouse.number("SELECT sum(delta_available) FROM stock.movements WHERE kind = 'write_off'"))
                .isEqualTo(-3);
        eventually(
                () -> assertThat(last(warehouse.announced(StockUpdated.class)).quantity())
                        .isZero());
    }

    @Test
    void sellsNothingOfAProductWhoseEndCameBeforeItsBeginning() {
        warehouse.hear(warehouse.levels::clear, new ProductDeleted("tea", 2));
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(warehouse.reservations::reserve, order(Ids.next(), line("tea", 1)));

        assertThat(warehouse.level("tea")).isEqualTo("0/0/0");
        assertThat(count("tea", 9)).isEqualTo(Outcome.DELETED_PRODUCT);
    }

    @Test
    void takesOverAQuantityThatTheCatalogSetsAnew() {
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(
                warehouse.levels::restock,
                updated("tea", OptionalLong.of(8), 3),
                updated("tea", OptionalLong.empty(), 4),
                updated("tea", OptionalLong.of(2), 2));

        assertThat(warehouse.level("tea")).isEqualTo("8/0/0");
    }

    @Test
    void countsWhatIsOnHandAsAnAdjustment() {
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(warehouse.reservations::reserve, order(Ids.next(), line("tea", 4)));

        assertThat(count("tea", 9)).isEqualTo(Outcome.COUNTED);
        assertThat(count("tea", 9)).isEqualTo(Outcome.COUNTED);
        assertThat(warehouse.level("tea")).isEqualTo("5/4/0");
        assertThat(warehouse.number("SELECT count(*) FROM stock.movements WHERE kind = 'adjustment'"))
                .isEqualTo(1);
    }

    @Test
    void refusesACountBelowWhatIsReserved() {
        warehouse.stocked(Map.of("tea", 5L));
        warehouse.hear(warehouse.reservations::reserve, order(Ids.next(), line("tea", 4)));

        assertThat(count("tea", 3)).isEqualTo(Outcome.BELOW_RESERVED);
        assertThat(count("urn", 3)).isEqualTo(Outcome.UNKNOWN_PRODUCT);
        assertThat(warehouse.level("tea")).isEqualTo("1/4/0");
    }

    @Test
    void tellsTheLastLevelInTheEnd() {
        warehouse.stocked(Map.of("tea", 100L));
        for (int batch = 0; batch < 20; batch++) {
            warehouse.hear(
                    warehouse.reservations::reserve,
                    Stream.generate(() -> order(Ids.next(), line("tea", 1)))
                            .limit(3)
                            .toArray(OrderCreated[]::new));
        }

        eventually(() ->
                assertThat(last(warehouse.announced(StockUpdated.class))).isEqualTo(new StockUpdated("tea", 40, 21)));
        eventually(() -> assertThat(
                        warehouse.number("SELECT count(*) FROM stock.stock_levels WHERE sequence > announced_sequence"))
                .isZero());
    }

    @Test
    void tellsWhatACrashKeptFromBeingTold() {
        warehouse.stocked(Map.of("tea", 100L));
        eventually(() -> assertThat(warehouse.announced(StockUpdated.class)).hasSize(1));
        warehouse.forgetNews("tea");
        warehouse.run(warehouse.news::announceForgotten);
        warehouse.run(warehouse.news::announceForgotten);

        assertThat(warehouse.announced(StockUpdated.class))
                .containsExactly(new StockUpdated("tea", 100, 1), new StockUpdated("tea", 100, 1));
    }

    private static ProductUpdated updated(String product, OptionalLong quantity, long sequence) {
        return new ProductUpdated(product, product, BigDecimal.ONE, "USD", quantity, sequence);
    }

    private Outcome count(String product, long onHand) {
        return warehouse
                .ask(() -> warehouse.levels.count(product, onHand, level -> {}))
                .outcome();
    }

    private static StockUpdated last(List<StockUpdated> news) {
        return news.get(news.size() - 1);
    }
}
