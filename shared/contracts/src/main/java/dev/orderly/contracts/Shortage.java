package dev.orderly.contracts;

/** A line that stock could not cover: what was asked, what was there. */
public record Shortage(String productId, long requested, long available) {}
