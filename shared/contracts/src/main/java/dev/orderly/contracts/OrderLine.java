package dev.orderly.contracts;

import java.math.BigDecimal;

/** One line of an order: how many of a product, at the price of one when the order was placed. */
public record OrderLine(String productId, long quantity, BigDecimal price) {}
