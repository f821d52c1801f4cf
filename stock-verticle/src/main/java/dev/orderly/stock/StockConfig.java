package dev.orderly.stock;

import dev.orderly.web.Fields;
import java.time.Duration;

/**
 * The settings of stock.
 *
 * @param newsInterval how long changes of a level are gathered before {@code stock.updated} tells the last one
 * @param sweepEvery how often reservations are looked at that nobody has confirmed in time
 * @param finishedKept how long reservations that came to their end stay, and counts and deliveries by themselves
 * @param purgeEvery how often old ones are looked for
 */
record StockConfig(Duration newsInterval, Duration sweepEvery, Duration finishedKept, Duration purgeEvery) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    static StockConfig read(Fields section) {
        Fields retention = section.section("retention");
        return new StockConfig(
                section.duration("newsInterval", Duration.ofMillis(200), SHORTEST, LONGEST),
                section.duration("sweepEvery", Duration.ofSeconds(5), SHORTEST, LONGEST),
                retention.duration("finished", Duration.ofDays(400), Duration.ofDays(1), Duration.ofDays(36_500)),
                retention.duration("every", Duration.ofMinutes(1), SHORTEST, Duration.ofDays(1)));
    }
}
