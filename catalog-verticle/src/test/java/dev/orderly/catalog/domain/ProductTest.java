package dev.orderly.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ProductTest {

    private final Product tea = Product.fresh("tea", "Sencha", new BigDecimal("12.5"), "USD", 40);

    @Test
    void tellsItsPriceWithTheDigitsOfItsCurrency() {
        assertThat(tea.announcement())
                .isEqualTo(new ProductCreated("tea", "Sencha", new BigDecimal("12.50"), "USD", 40, 1));
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
}
