package dev.orderly.stock.domain;

import static dev.orderly.stock.domain.Samples.NOW;
import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.level;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.stock.domain.Samples.paid;
import static dev.orderly.stock.domain.Samples.told;
import static dev.orderly.stock.domain.Samples.unpaid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No unit is made or lost, whatever comes in whatever order; the seed names the run. */
class ConservationTest {

    private static final long INITIAL = 40;
    private static final int ORDERS = 30;
    private static final List<String> PRODUCTS = List.of("cup", "pot", "tea");

    private final Map<String, Level> levels = new HashMap<>();
    private final Map<UUID, Standing> standings = new HashMap<>();
    private final List<Movement> ledger = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsEveryUnitThroughRandomEvents(long seed) {
        settleBatches(new Random(seed), random -> assertThat(levels.values()).allSatisfy(this::isConserved));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void accountsForEveryUnitWhenProductsComeAndGoMeanwhile(long seed) {
        settleBatches(new Random(seed), random -> {
            take(random);
            assertThat(levels.values()).allSatisfy(this::isAccountedFor);
            assertThat(levels.values()).noneMatch(level -> level.deleted() && level.available() > 0);
        });
    }

    private void settleBatches(Random random, Consumer<Random> after) {
        PRODUCTS.forEach(product -> levels.put(product, level(product, INITIAL)));
        for (int batch = 0; batch < 100; batch++) {
            settle(Stream.generate(() -> demand(random))
                    .limit(1 + random.nextInt(8))
                    .toList());
            after.accept(random);
        }
        assertThat(held()).isEqualTo(reservedByLevel());
    }

    private void take(Random random) {
        Shelf shelf = new Shelf(levels.values());
        Stocktaking taking = new Stocktaking(shelf);
        String product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        long sequence = random.nextInt(40);
        long quantity = random.nextInt(60);
        switch (random.nextInt(4)) {
            case 0 ->
                taking.created(told(
                        "catalog", new ProductCreated(product, product, BigDecimal.ONE, "USD", quantity, sequence)));
            case 1 ->
                taking.updated(told(
                        "catalog",
                        new ProductUpdated(
                                product, product, BigDecimal.ONE, "USD", OptionalLong.of(quantity), sequence)));
            case 2 -> taking.deleted(told("catalog", new ProductDeleted(product, sequence)));
            default -> assertThat(taking.counted(product, quantity)).isNotNull();
        }
        shelf.changed().forEach(level -> levels.put(level.productId(), level));
        ledger.addAll(taking.movements());
    }

    private void isAccountedFor(Level level) {
        List<Movement> movements = ledger.stream()
                .filter(moved -> moved.productId().equals(level.productId()))
                .toList();
        assertThat(INITIAL + movements.stream().mapToLong(Movement::available).sum())
                .isEqualTo(level.available());
        assertThat(INITIAL
                        + movements.stream()
                                .filter(moved -> moved.orderId().isEmpty())
                                .mapToLong(Movement::available)
                                .sum())
                .isEqualTo(level.available() + level.reserved() + level.deducted());
    }

    private void settle(List<Demand> demands) {
        Settlement settled =
                new Desk(new Shelf(levels.values()), standings.values(), NOW, Duration.ofMinutes(1)).answer(demands);
        settled.levels().forEach(level -> levels.put(level.productId(), level));
        Stream.of(settled.opened(), settled.moved())
                .flatMap(Collection::stream)
                .forEach(standing -> standings.put(standing.reservation().orderId(), standing));
        ledger.addAll(settled.movements());
    }

    private void isConserved(Level level) {
        assertThat(level.available() + level.reserved() + level.deducted()).isEqualTo(INITIAL);
        assertThat(INITIAL
                        + ledger.stream()
                                .filter(moved -> moved.productId().equals(level.productId()))
                                .mapToLong(Movement::available)
                                .sum())
                .isEqualTo(level.available());
    }

    private Map<String, Long> held() {
        Map<String, Long> held = new HashMap<>();
        standings.values().stream()
                .map(Standing::reservation)
                .filter(reservation -> reservation.status() == ReservationStatus.HELD)
                .flatMap(reservation -> reservation.holding().stream())
                .flatMap(holding -> holding.items().stream())
                .forEach((ItemQuantity item) -> held.merge(item.productId(), item.quantity(), Long::sum));
        return held;
    }

    private Map<String, Long> reservedByLevel() {
        Map<String, Long> reserved = new HashMap<>();
        levels.values().stream()
                .filter(level -> level.reserved() > 0)
                .forEach(level -> reserved.put(level.productId(), level.reserved()));
        return reserved;
    }

    private static Demand demand(Random random) {
        UUID id = new UUID(0, random.nextInt(ORDERS));
        return switch (random.nextInt(6)) {
            case 0, 1 -> Demand.created(told("order", order(id, lines(random))));
            case 2 -> Demand.cancelled(told("order", cancelled(id)));
            case 3 -> Demand.unpaid(told("payment", unpaid(id)));
            case 4 -> Demand.paid(told("payment", paid(id)));
            default -> Demand.completed(told("order", completed(id)));
        };
    }

    private static OrderLine[] lines(Random random) {
        return PRODUCTS.stream()
                .filter(product -> random.nextBoolean() || product.equals("tea"))
                .map(product -> line(product, 1 + random.nextInt(5)))
                .toArray(OrderLine[]::new);
    }
}
