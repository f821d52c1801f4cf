package dev.orderly.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each client may send: a bucket of tokens per subject, refilled steadily. One instance serves all event loops of a
 * process; several processes count each for itself.
 */
public final class ClientLimits {

    private static final int MOST_CLIENTS = 50_000;
    private static final long SWEEP_NANOS = 1_000_000_000;

    private final Rate rate;
    private final LongSupplier nanoTime;
    private final AtomicLong swept;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * What a client may do.
     *
     * @param perSecond requests in the long run; 0 sets no limit
     * @param burst requests at once after a rest
     */
    public record Rate(int perSecond, int burst) {

        /** How long an empty bucket takes to fill. */
        Duration window() {
            return Duration.ofMillis(1_000L * burst / perSecond);
        }
    }

    /** What is left to a client after a request, or that nothing was. */
    record Left(boolean admitted, long requests, Duration untilNext) {}

    private record Bucket(double tokens, long atNanos) {}

    /** Limits of this rate, by the machine's clock. */
    public ClientLimits(Rate rate) {
        this(rate, System::nanoTime);
    }

    ClientLimits(Rate rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.swept = new AtomicLong(nanoTime.getAsLong() - SWEEP_NANOS);
    }

    /** No limits at all. */
    public static ClientLimits none() {
        return new ClientLimits(new Rate(0, 0));
    }

    Rate rate() {
        return rate;
    }

    /** How many clients are remembered. */
    int clients() {
        return buckets.size();
    }

    /** Counts a request of this client; empty where there is no limit. */
    Optional<Left> count(String client) {
        if (rate.perSecond() == 0) {
            return Optional.empty();
        }
        if (buckets.size() > MOST_CLIENTS) {
            forgetTheRested();
        }
        Left[] left = new Left[1];
        buckets.compute(client, (subject, before) -> taken(before, left));
        return Optional.of(left[0]);
    }

    /** Once a second at most: it looks at all of them. */
    private void forgetTheRested() {
        long now = nanoTime.getAsLong();
        long before = swept.get();
        if (now - before >= SWEEP_NANOS && swept.compareAndSet(before, now)) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= rate.burst());
        }
    }

    private Bucket taken(@Nullable Bucket before, Left[] left) {
        long now = nanoTime.getAsLong();
        double tokens = before == null ? rate.burst() : filled(before, now);
        boolean admitted = tokens >= 1;
        double rest = admitted ? tokens - 1 : tokens;
        left[0] = new Left(admitted, (long) rest, untilOne(rest));
        return new Bucket(rest, now);
    }

    private double filled(Bucket bucket, long now) {
        double more = (now - bucket.atNanos()) / 1e9 * rate.perSecond();
        return Math.min(rate.burst(), bucket.tokens() + more);
    }

    private Duration untilOne(double tokens) {
        return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - tokens) / rate.perSecond() * 1e9));
    }
}
