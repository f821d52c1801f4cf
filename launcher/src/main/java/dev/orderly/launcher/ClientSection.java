package dev.orderly.launcher;

import dev.orderly.web.Access;
import dev.orderly.web.Callers;
import dev.orderly.web.ClientLimits;
import dev.orderly.web.ClientLimits.Rate;
import dev.orderly.web.Fields;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How much one customer may ask of a process.
 *
 * @param requests of any kind
 * @param intake new orders
 */
record ClientSection(Rate requests, Rate intake) {

    private static final int MOST = 1_000_000;

    static ClientSection read(Fields section) {
        return new ClientSection(
                rate(section.section("requests"), new Rate(100, 200)),
                rate(section.section("intake"), new Rate(20, 60)));
    }

    private static Rate rate(Fields section, Rate usual) {
        return new Rate(
                section.count("perSecond", usual.perSecond(), 0, MOST), section.count("burst", usual.burst(), 1, MOST));
    }

    /** Fresh buckets, for callers that are told so. */
    Access access(Callers callers, Supplier<Optional<String>> ownToken) {
        return new Access(callers, ownToken, new ClientLimits(requests), new ClientLimits(intake));
    }
}
