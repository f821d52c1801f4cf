package dev.orderly.catalog.domain;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Something that the shop sells, or sold.
 *
 * @param quantityShown what can be sold, as stock last told; at first what is on hand
 * @param stockSequence of the last {@code stock.updated} that is shown, 0 for none
 * @param sequence rises with every change of name, price, quantity on hand or being for sale
 * @param deleted whether this is a tombstone: no longer for sale, known only so that its sequence goes on
 */
public record Product(
        String productId,
        String name,
        long priceMinor,
        String currency,
        long quantityShown,
        long stockSequence,
        long sequence,
        boolean deleted) {

    /** A product that nobody has heard of yet. */
    public static Product fresh(String productId, String name, BigDecimal price, String currency, long onHand) {
        return new Product(productId, name, Money.minor(price, currency), currency, onHand, 0, 1, false);
    }

    /** The price of one. */
    public BigDecimal price() {
        return Money.amount(priceMinor, currency);
    }

    /** A fresh product that begins above this sequence: its id may have been in use before. */
    public Product above(long forgotten) {
        return new Product(productId, name, priceMinor, currency, quantityShown, stockSequence, forgotten + 1, deleted);
    }

    /** The tombstone brought back to sale as that fresh product. */
    public Product revivedAs(Product fresh) {
        return new Product(
                productId,
                fresh.name,
                fresh.priceMinor,
                fresh.currency,
                fresh.quantityShown,
                stockSequence,
                sequence + 1,
                false);
    }

    /** The product with what a person wrote over it; the quantity is stock's to show. */
    public Product changedBy(Change change) {
        return new Product(
                productId,
                change.name().orElse(name),
                change.price().map(price -> Money.minor(price, currency)).orElse(priceMinor),
                currency,
                quantityShown,
                stockSequence,
                sequence + 1,
                deleted);
    }

    /** The tombstone of the product. */
    public Product taken() {
        return new Product(productId, name, priceMinor, currency, 0, stockSequence, sequence + 1, true);
    }

    /** The product with what stock tells; a level that is older than the one shown changes nothing. */
    public Product showing(StockUpdated level) {
        return level.sequence() <= stockSequence
                ? this
                : new Product(
                        productId, name, priceMinor, currency, level.quantity(), level.sequence(), sequence, deleted);
    }

    /** What tells the others that it is for sale. */
    public ProductCreated created() {
        return new ProductCreated(productId, name, price(), currency, quantityShown, sequence);
    }

    /** What tells the others that it changed; {@code onHand} when that was set anew. */
    public ProductUpdated updated(OptionalLong onHand) {
        return new ProductUpdated(productId, name, price(), currency, onHand, sequence);
    }

    /** What tells the others that it is no longer for sale. */
    public ProductDeleted ended() {
        return new ProductDeleted(productId, sequence);
    }
}
