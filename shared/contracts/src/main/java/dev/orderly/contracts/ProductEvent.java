package dev.orderly.contracts;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Everything the catalog announces; absolute values, so a consumer ignores a sequence not above the last it applied. */
public sealed interface ProductEvent extends Event {

    String productId();

    @Override
    default String subject() {
        return productId();
    }

    /** A product is for sale; quantity is what is on hand. */
    record ProductCreated(
            String productId, String name, BigDecimal price, String currency, long quantity, long sequence)
            implements ProductEvent {}

    /** Name, price or quantity changed; the quantity is there only when it was set anew. */
    record ProductUpdated(
            String productId, String name, BigDecimal price, String currency, OptionalLong quantity, long sequence)
            implements ProductEvent {}

    /** The product is no longer for sale. */
    record ProductDeleted(String productId, long sequence) implements ProductEvent {}
}
