package dev.orderly.order.calls;

import dev.orderly.web.Fields;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How payments are asked for where {@code shop.trigger} is {@code order.calls}.
 *
 * @param url where {@code /payments} is; empty means this node's own API
 * @param attemptLimit how long one call may take
 * @param concurrency calls under way at once, per event loop
 * @param lookEvery how often rows are looked for that have come due, or that a crash has left
 * @param backOff the pauses between the calls for one order
 * @param breaker when calling is given up for a while altogether
 */
public record CallConfig(
        Optional<String> url,
        Duration attemptLimit,
        int concurrency,
        Duration lookEvery,
        BackOff backOff,
        Breaker breaker) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LEASE_BEYOND_ATTEMPT = Duration.ofSeconds(3);
    private static final int MAX_URL = 500;

    /**
     * Pauses that double, with jitter.
     *
     * @param first the first pause
     * @param longest no pause is longer; after a refusal it is the pause at once
     */
    public record BackOff(Duration first, Duration longest) {

        private static final int MAX_DOUBLINGS = 20;

        /** After so many attempts: between half of the full pause and all of it. */
        Duration after(int attempts) {
            long full = Math.min(
                    longest.toMillis(), first.toMillis() << Math.min(Math.max(0, attempts - 1), MAX_DOUBLINGS));
            return Duration.ofMillis(
                    Math.max(1, full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1)));
        }
    }

    /**
     * The circuit breaker.
     *
     * @param failures so many calls without an answer within ten seconds open it
     * @param rest how long nobody is called then, before one call tries again
     */
    public record Breaker(int failures, Duration rest) {}

    /** What holds where nothing is configured. */
    public static final CallConfig DEFAULT = new CallConfig(
            Optional.empty(),
            Duration.ofSeconds(5),
            64,
            Duration.ofSeconds(1),
            new BackOff(Duration.ofMillis(200), Duration.ofMinutes(1)),
            new Breaker(10, Duration.ofSeconds(5)));

    /** Reads the section {@code order.calls}. */
    public static CallConfig read(Fields section) {
        return new CallConfig(
                url(section),
                section.duration("attemptLimit", DEFAULT.attemptLimit, SHORTEST, LONGEST),
                section.count("concurrency", DEFAULT.concurrency, 1, 10_000),
                section.duration("lookEvery", DEFAULT.lookEvery, SHORTEST, LONGEST),
                backOff(section.section("backOff")),
                breaker(section.section("breaker")));
    }

    /** How long a row belongs to whoever took it: a little more than an attempt. */
    Duration lease() {
        return attemptLimit.plus(LEASE_BEYOND_ATTEMPT);
    }

    private static Optional<String> url(Fields section) {
        Optional<String> given =
                Optional.of(section.text("url", MAX_URL, "").strip()).filter(text -> !text.isEmpty());
        if (given.filter(text -> !isHttp(text)).isPresent()) {
            section.reject("url", "must be http://host:port or https://host:port");
        }
        return given.map(text -> text.replaceAll("/+$", ""));
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static BackOff backOff(Fields section) {
        return new BackOff(
                section.duration("first", DEFAULT.backOff.first, SHORTEST, LONGEST),
                section.duration("longest", DEFAULT.backOff.longest, SHORTEST, LONGEST));
    }

    private static Breaker breaker(Fields section) {
        return new Breaker(
                section.count("failures", DEFAULT.breaker.failures, 1, 10_000),
                section.duration("rest", DEFAULT.breaker.rest, SHORTEST, LONGEST));
    }
}
