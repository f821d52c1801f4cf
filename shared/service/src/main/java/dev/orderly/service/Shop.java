package dev.orderly.service;

import dev.orderly.contracts.Flow;
import java.time.Duration;
import java.util.Set;

/**
 * What all services of one shop must agree on.
 *
 * @param currency ISO 4217 code of every price and payment
 * @param flow what sets a payment going, and what happens to a paid order
 * @param deadline how long an order may stay undecided; reservations carry it as {@code expiresAt}
 * @param services the services this shop consists of, on whichever nodes they run; their queues are declared by every node
 */
public record Shop(String currency, Flow flow, Duration deadline, Set<String> services) {}
