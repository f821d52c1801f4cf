package dev.orderly.order.domain;

import java.time.Duration;

/**
 * A watched order whose turn it is.
 *
 * @param order which
 * @param age how long it has been where it is
 * @param asked whether its last word was repeated lately
 */
public record Look(Order order, Duration age, boolean asked) {}
