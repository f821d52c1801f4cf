package dev.orderly.catalog.domain;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import java.math.BigDecimal;

/**
 * Something that the shop sells.
 *
 * @param quantityShown what can be sold, as stock last told; at first what is on hand
 * @param stockSequence of the last {@code stock.updated} that is shown, 0 for none
 * @param sequence rises with every change of name, price or quantity on hand
 */
public record Product(
        String productId,
        String name,
        long priceMinor,
        String currency,
        long quantityShown,
        long stockSequence,
        long sequence) {

    /** A product that nobody has heard of yet. */
    public static Product fresh(String productId, String name, BigDecimal price, String currency, long onHand) {
        return new Product(productId, name, Money.minor(price, currency), currency, onHand, 0, 1);
    }

    /** The price of one. */
    public BigDecimal price() {
        return Money.amount(priceMinor, currency);
    }

    /** What tells the others that it is for sale. */
    public ProductCreated announcement() {
        return new ProductCreated(productId, name, price(), currency, quantityShown, sequence);
    }

    /** The product with what stock tells; a level that is older than the one shown changes nothing. */
    public Product showing(StockUpdated level) {
        return level.sequence() <= stockSequence
                ? this
                : new Product(productId, name, priceMinor, currency, level.quantity(), level.sequence(), sequence);
    }
}
