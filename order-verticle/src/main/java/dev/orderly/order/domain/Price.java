package dev.orderly.order.domain;

/** What one of a product costs, in minor units of the currency. */
public record Price(long minor, String currency) {}
