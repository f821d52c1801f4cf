package dev.orderly.persistence;

import java.time.Duration;

/**
 * How far a schema's outbox is behind.
 *
 * @param rows that wait for a confirm
 * @param parked rows that the broker refused
 * @param oldest age of the oldest waiting row, zero when there is none
 */
public record OutboxState(long rows, long parked, Duration oldest) {}
