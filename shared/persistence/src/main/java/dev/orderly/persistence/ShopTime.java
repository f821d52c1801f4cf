package dev.orderly.persistence;

import java.time.Clock;
import java.time.Duration;

/**
 * How the time of decisions relates to the database's, by which all ages are counted: a machine whose clock jumps must not make anything
 * old. In production they are the same; a test may run ahead.
 *
 * @param clock tells the time of decisions
 */
public record ShopTime(Clock clock) {

    private static final double MILLIS = 1000.0;

    /** How far the shop is ahead of the database, in seconds for {@code make_interval}. */
    public double aheadSeconds() {
        return clock instanceof DatabaseClock || clock.equals(Clock.systemUTC())
                ? 0
                : seconds(Duration.between(Clock.systemUTC().instant(), clock.instant()));
    }

    /** What is to be added to the database's {@code now()} to come to the moment that lies this long ago in the shop, in seconds. */
    public double agoSeconds(Duration age) {
        return aheadSeconds() - seconds(age);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
