package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListTest {

    private final PriceList prices = new PriceList(Map.of(
            "tea", new Price(450, "USD"),
            "cup", new Price(1200, "USD"),
            "gold", new Price(Long.MAX_VALUE / 2, "USD"),
            "yen-tea", new Price(500, "JPY")));

    @Test
    void mergesEqualProductsIntoOneLine() {
        Placement.Placed placed = (Placement.Placed) place(item("tea", 1), item("cup", 1), item("tea", 2));

        assertThat(placed.lines())
                .containsExactly(new Placement.Line("tea", 3, 450), new Placement.Line("cup", 1, 1200));
        assertThat(placed.totalMinor()).isEqualTo(2550);
        assertThat(placed.announcement().totalAmount()).isEqualTo(new BigDecimal("25.50"));
    }

    @Test
    void namesEveryUnknownProduct() {
        Placement.Refused refused = (Placement.Refused) place(item("tea", 1), item("gin", 1), item("rum", 1));

        assertThat(refused.code()).isEqualTo("unknown_product");
        assertThat(refused.complaints()).containsExactly("unknown product gin", "unknown product rum");
    }

    @Test
    void refusesALineThatCannotBeCounted() {
        assertThat(place(item("gold", 3))).extracting("code").isEqualTo("total_too_large");
    }

    @Test
    void refusesASumThatCannotBeCounted() {
        assertThat(place(item("gold", 2), item("tea", 1))).extracting("code").isEqualTo("total_too_large");
    }

    @Test
    void refusesTwoCurrenciesInOneOrder() {
        assertThat(place(item("tea", 1), item("yen-tea", 1))).extracting("code").isEqualTo("mixed_currencies");
    }

    private Placement place(ItemQuantity... items) {
        return prices.place(
                new PlaceOrder("ann", List.of(items), "tok_ok", Optional.empty()), Ids.next(), Instant.EPOCH);
    }

    private static ItemQuantity item(String product, long quantity) {
        return new ItemQuantity(product, quantity);
    }
}
