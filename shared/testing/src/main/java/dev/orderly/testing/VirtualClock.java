package dev.orderly.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The system's time, moved on by as much as a test says. */
public final class VirtualClock extends Clock {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** Lets this much time pass at once. */
    public void advance(Duration time) {
        Duration unused = ahead.updateAndGet(already -> already.plus(time));
    }

    /** How much time has passed so. */
    public Duration ahead() {
        return Objects.requireNonNull(ahead.get());
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the shop's time is UTC");
    }
}
