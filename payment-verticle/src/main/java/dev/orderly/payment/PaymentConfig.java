package dev.orderly.payment;

import dev.orderly.payment.provider.HttpProvider;
import dev.orderly.payment.provider.SimulatedProvider;
import dev.orderly.web.Fields;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The settings of the payment service.
 *
 * @param provider who moves the money: {@code simulated} or {@code http}
 * @param concurrency provider calls under way at once, per event loop
 * @param maxWaiting payments that may wait for a call in memory, per event loop; what is beyond waits in the database
 * @param attemptLimit how long one call may take
 * @param timeLimit how long the provider is tried before the payment fails for {@code timeout}
 * @param backOff the pauses between calls
 * @param refunds the pauses between attempts to give money back, which never end
 * @param asking how a provider that said nothing in time is asked what became of the payment
 * @param pickUpEvery how often rows are looked for that a crash, or the provider's silence, has left
 * @param retention how long what is over is kept
 * @param http how a provider that speaks HTTP is reached
 * @param simulated how long the simulated provider takes
 */
record PaymentConfig(
        String provider,
        int concurrency,
        int maxWaiting,
        Duration attemptLimit,
        Duration timeLimit,
        BackOff backOff,
        BackOff refunds,
        Asking asking,
        Duration pickUpEvery,
        Retention retention,
        HttpProvider.Settings http,
        SimulatedProvider.Delays simulated) {

    private static final String SIMULATED = "simulated";
    private static final String HTTP = "http";
    private static final Duration MAX = Duration.ofHours(1);
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration LEASE_BEYOND_ATTEMPT = Duration.ofSeconds(3);

    /**
     * Pauses that double, with jitter.
     *
     * @param first the first pause
     * @param longest no pause is longer
     */
    record BackOff(Duration first, Duration longest) {

        private static final int MAX_DOUBLINGS = 16;

        /** The pause after so many attempts, without jitter. */
        long pauseMs(int attempts) {
            return Math.min(longest.toMillis(), first.toMillis() << Math.min(attempts - 1, MAX_DOUBLINGS));
        }

        /** Between half of that and all of it. */
        long jitteredMs(int attempts) {
            long full = pauseMs(attempts);
            return Math.max(1, full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        }
    }

    /**
     * Questions about a payment that has timed out.
     *
     * @param first the pause before the first question; it doubles with each
     * @param longest no pause is longer
     * @param limit after that time each further question raises an alarm: a person should look
     */
    record Asking(Duration first, Duration longest, Duration limit) {}

    /**
     * What becomes of payments that are over.
     *
     * @param kept how long they stay, with ledger and refunds, after their last move
     * @param every how often older ones are removed
     */
    record Retention(Duration kept, Duration every) {}

    static PaymentConfig read(Fields section) {
        String provider = section.choice("provider", List.of(SIMULATED, HTTP), SIMULATED);
        return new PaymentConfig(
                provider,
                section.count("concurrency", 512, 1, 10_000),
                section.count("maxWaiting", 10_000, 1, 1_000_000),
                section.duration("attemptLimit", Duration.ofSeconds(4), MIN, MAX),
                section.duration("timeLimit", Duration.ofSeconds(10), MIN, MAX),
                backOff(section.section("backOff"), new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2))),
                backOff(section.section("refunds"), new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5))),
                asking(section.section("asking")),
                section.duration("pickUpEvery", Duration.ofSeconds(1), MIN, MAX),
                retention(section.section("retention")),
                HttpProvider.Settings.read(section.section("http"), provider.equals(HTTP)),
                simulated(section.section("simulated")));
    }

    /** Whether the provider is reached by HTTP. */
    boolean isHttp() {
        return provider.equals(HTTP);
    }

    /** How long a row belongs to whoever took it: a little more than an attempt. */
    Duration lease() {
        return attemptLimit.plus(LEASE_BEYOND_ATTEMPT);
    }

    private static BackOff backOff(Fields section, BackOff otherwise) {
        return new BackOff(
                section.duration("first", otherwise.first(), MIN, MAX),
                section.duration("longest", otherwise.longest(), MIN, MAX));
    }

    private static Asking asking(Fields section) {
        return new Asking(
                section.duration("first", Duration.ofSeconds(1), MIN, MAX),
                section.duration("longest", Duration.ofMinutes(1), MIN, MAX),
                section.duration("limit", Duration.ofHours(24), MIN, Duration.ofDays(30)));
    }

    private static Retention retention(Fields section) {
        return new Retention(
                section.duration("kept", Duration.ofDays(400), Duration.ofDays(1), Duration.ofDays(36_500)),
                section.duration("every", Duration.ofMinutes(10), MIN, Duration.ofDays(1)));
    }

    private static SimulatedProvider.Delays simulated(Fields section) {
        return new SimulatedProvider.Delays(
                section.duration("slow", Duration.ofSeconds(3), MIN, MAX),
                section.duration("lateCapture", Duration.ofSeconds(15), MIN, MAX));
    }
}
