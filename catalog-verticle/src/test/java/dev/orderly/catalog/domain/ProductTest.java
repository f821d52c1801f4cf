package dev.orderly.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProductTest {

    private final Product tea = Product.fresh("tea", "Sencha", new BigDecimal("12.5"), "USD", 40);

    @Test
    void tellsItsPriceWithTheDigitsOfItsCurrency() {
        assertThat(tea.created()).isEqualTo(new ProductCreated("tea", "Sencha", new BigDecimal("12.50"), "USD", 40, 1));
    }

    @Test
    void refusesAPriceThatItsCurrencyCannotPay() {
        assertThatThrownBy(() -> Product.fresh("tea", "Sencha", new BigDecimal("1.005"), "USD", 1))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void showsWhatStockTells() {
        assertThat(tea.showing(new StockUpdated("tea", 38, 2)).quantityShown()).isEqualTo(38);
    }

    @Test
    void keepsTheNewerLevelWhenAnOlderOneComesLate() {
        Product shown = tea.showing(new StockUpdated("tea", 38, 2));

        assertThat(shown.showing(new StockUpdated("tea", 39, 1))).isEqualTo(shown);
        assertThat(shown.showing(new StockUpdated("tea", 38, 2))).isEqualTo(shown);
    }

    @Test
    void keepsWhatAChangeDoesNotName() {
        Product changed =
                tea.changedBy(new Change(Optional.empty(), Optional.of(BigDecimal.TEN), OptionalLong.empty()));

        assertThat(changed.updated(OptionalLong.empty()))
                .isEqualTo(
                        new ProductUpdated("tea", "Sencha", new BigDecimal("10.00"), "USD", OptionalLong.empty(), 2));
    }

    @Test
    void goesOnWithItsSequenceWhenItComesBack() {
        Product back = tea.taken().revivedAs(Product.fresh("tea", "Bancha", BigDecimal.ONE, "USD", 3));

        assertThat(tea.taken().ended()).isEqualTo(new ProductDeleted("tea", 2));
        assertThat(back.created()).isEqualTo(new ProductCreated("tea", "Bancha", new BigDecimal("1.00"), "USD", 3, 3));
        assertThat(back.deleted()).isFalse();
    }

    @Test
    void showsNoLevelFromBeforeItWasTakenOffSale() {
        Product shown = tea.showing(new StockUpdated("tea", 38, 7));
        Product back = shown.taken().revivedAs(Product.fresh("tea", "Bancha", BigDecimal.ONE, "USD", 3));

        assertThat(back.showing(new StockUpdated("tea", 0, 7)).quantityShown()).isEqualTo(3);
    }
}
