package dev.orderly.catalog.domain;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a person writes over a product; what is absent stays.
 *
 * @param onHand what is on hand from now on, for stock to take up
 */
public record Change(Optional<String> name, Optional<BigDecimal> price, OptionalLong onHand) {

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return name.isEmpty() && price.isEmpty() && onHand.isEmpty();
    }
}
