package dev.orderly.order;

import java.time.Clock;
import java.time.Duration;

/**
 * How the time of decisions relates to the database's, by which all ages are counted: a machine whose clock jumps must not make an order
 * old. In production they are the same; a test may run ahead.
 */
record ShopTime(Clock clock) {

    /** How far the shop is ahead of the database, in seconds for {@code make_interval}. */
    double aheadSeconds() {
        return clock.equals(Clock.systemUTC())
                ? 0
                : Duration.between(Clock.systemUTC().instant(), clock.instant()).toMillis() / 1000.0;
    }
}
