package dev.orderly.stock;

import dev.orderly.web.Fields;
import java.time.Duration;

/**
 * The settings of stock.
 *
 * @param newsInterval how long changes of a level are gathered before {@code stock.updated} tells the last one
 */
record StockConfig(Duration newsInterval) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    static StockConfig read(Fields section) {
        return new StockConfig(section.duration("newsInterval", Duration.ofMillis(200), SHORTEST, LONGEST));
    }
}
