package dev.orderly.messaging;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: doubling up to a ceiling, with jitter, so that a crowd does not come back at once. */
final class Backoff {

    private static final int MAX_DOUBLINGS = 16;

    private final long firstMs;
    private final long ceilingMs;
    private int failures;

    Backoff(long firstMs, long ceilingMs) {
        this.firstMs = firstMs;
        this.ceilingMs = ceilingMs;
    }

    /** The next pause: between half of it and all of it. */
    long nextMs() {
        long full = Math.min(ceilingMs, firstMs << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
