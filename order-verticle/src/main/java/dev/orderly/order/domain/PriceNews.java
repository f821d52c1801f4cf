package dev.orderly.order.domain;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import java.math.BigDecimal;

/**
 * What the catalog says of a product now. A deleted one is remembered too, so that older news do not revive it.
 *
 * @param sequence the higher one counts, whichever comes first
 */
public record PriceNews(String productId, String name, Price price, boolean deleted, long sequence) {

    private static final Price NONE = new Price(0, "");

    /** It is for sale. */
    public static PriceNews of(ProductCreated told) {
        return new PriceNews(
                told.productId(), told.name(), price(told.price(), told.currency()), false, told.sequence());
    }

    /** It is for sale at another price, or by another name. */
    public static PriceNews of(ProductUpdated told) {
        return new PriceNews(
                told.productId(), told.name(), price(told.price(), told.currency()), false, told.sequence());
    }

    /** It is not for sale any more. */
    public static PriceNews of(ProductDeleted told) {
        return new PriceNews(told.productId(), "", NONE, true, told.sequence());
    }

    /** The later of two news about one product. */
    public PriceNews orLater(PriceNews other) {
        return other.sequence > sequence ? other : this;
    }

    private static Price price(BigDecimal amount, String currency) {
        return new Price(Money.minor(amount, currency), currency);
    }
}
