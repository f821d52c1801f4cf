package dev.orderly.stock.domain;

import static dev.orderly.stock.domain.Samples.level;
import static dev.orderly.stock.domain.Samples.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.stock.domain.Stocktaking.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StocktakingTest {

    private final Shelf shelf = new Shelf(List.of(level("tea", 5), new Level("cup", 0, 0, 0, 0, 0, false)));
    private final Stocktaking taking = new Stocktaking(shelf);

    @Test
    void takesOverAQuantityThatIsSetAnew() {
        taking.updated(updated("tea", OptionalLong.of(9), 2));

        assertThat(tea().available()).isEqualTo(9);
        assertThat(taking.movements()).extracting(Movement::kind).containsExactly(Movement.Kind.ADJUSTMENT);
    }

    @Test
    void leavesTheQuantityOfAProductThatOnlyChangedOtherwise() {
        taking.updated(updated("tea", OptionalLong.empty(), 3));
        taking.updated(updated("tea", OptionalLong.of(9), 2));

        assertThat(tea().available()).isEqualTo(9);
    }

    @Test
    void ignoresAQuantityThatComesLate() {
        taking.updated(updated("tea", OptionalLong.of(9), 3));
        taking.updated(updated("tea", OptionalLong.of(7), 2));
        taking.created(created("tea", 5, 1));

        assertThat(tea().available()).isEqualTo(9);
    }

    @Test
    void keepsWhatIsReservedWhenLessIsAnnouncedAndCallsAPerson() {
        shelf.put(new Level("tea", 1, 4, 0, 1, 1, false));

        taking.updated(updated("tea", OptionalLong.of(3), 2));

        assertThat(tea()).isEqualTo(new Level("tea", 0, 4, 0, 1, 2, false));
        assertThat(taking.alarms()).hasSize(1);
    }

    @Test
    void writesOffWhatIsAvailableOfADeletedProductAndNoMore() {
        shelf.put(new Level("tea", 1, 4, 2, 1, 1, false));

        taking.deleted(deleted("tea", 2));
        taking.deleted(deleted("tea", 2));

        assertThat(tea()).isEqualTo(new Level("tea", 0, 4, 2, 1, 2, true));
        assertThat(taking.movements())
                .extracting(Movement::kind, Movement::available)
                .containsExactly(tuple(Movement.Kind.WRITE_OFF, -1L));
        assertThat(taking.counted("tea", 9)).isEqualTo(Outcome.DELETED_PRODUCT);
    }

    @Test
    void knowsNoBeginningThatComesAfterTheEnd() {
        taking.deleted(deleted("cup", 2));
        taking.created(created("cup", 5, 1));

        assertThat(shelf.level("cup")).contains(new Level("cup", 0, 0, 0, 0, 2, true));
        assertThat(taking.movements()).isEmpty();
    }

    @Test
    void sellsAProductAgainThatIsOfferedAgain() {
        taking.deleted(deleted("tea", 2));
        taking.created(created("tea", 7, 3));

        assertThat(tea()).isEqualTo(new Level("tea", 7, 0, 0, 1, 3, false));
    }

    /** Whatever comes twice and in whatever order: the event with the highest sequence and a quantity, or an end, has the last word. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void comesToTheSameLevelInAnyOrder(long seed) {
        List<Runnable> events = List.of(
                () -> taking.created(created("cup", 5, 1)),
                () -> taking.updated(updated("cup", OptionalLong.of(6), 2)),
                () -> taking.deleted(deleted("cup", 3)),
                () -> taking.created(created("cup", 7, 4)),
                () -> taking.updated(updated("cup", OptionalLong.of(8), 5)),
                () -> taking.updated(updated("cup", OptionalLong.empty(), 6)));
        List<Runnable> twice = new ArrayList<>(events);
        twice.addAll(events);
        Collections.shuffle(twice, new Random(seed));

        twice.forEach(Runnable::run);

        Level cup = shelf.level("cup").orElseThrow();
        assertThat(cup).isEqualTo(new Level("cup", 8, 0, 0, 0, 5, false));
        assertThat(taking.movements().stream().mapToLong(Movement::available).sum())
                .isEqualTo(8);
    }

    private Level tea() {
        return shelf.level("tea").orElseThrow();
    }

    private static Announcement<ProductCreated> created(String product, long quantity, long sequence) {
        return catalog(new ProductCreated(product, product, BigDecimal.ONE, "USD", quantity, sequence));
    }

    private static Announcement<ProductUpdated> updated(String product, OptionalLong quantity, long sequence) {
        return catalog(new ProductUpdated(product, product, BigDecimal.ONE, "USD", quantity, sequence));
    }

    private static Announcement<ProductDeleted> deleted(String product, long sequence) {
        return catalog(new ProductDeleted(product, sequence));
    }

    private static <E extends Event> Announcement<E> catalog(E event) {
        return told("catalog", event);
    }
}
