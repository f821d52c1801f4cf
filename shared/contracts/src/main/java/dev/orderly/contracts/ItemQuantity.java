package dev.orderly.contracts;

/** How many of a product. */
public record ItemQuantity(String productId, long quantity) {}
