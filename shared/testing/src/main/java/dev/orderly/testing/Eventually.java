package dev.orderly.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what a system does by itself; only how long it may take is bounded, nothing is decided by time. */
public final class Eventually {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long PAUSE_NS = Duration.ofMillis(20).toNanos();

    private Eventually() {}

    /** An assertion, or a look that may still fail. */
    @FunctionalInterface
    public interface Check {
        /** Throws while it does not hold. */
        void verify() throws Exception;
    }

    /** Repeats the check until it throws no more; after 30 s its last failure is the test's. */
    public static void eventually(Check check) {
        eventually(LONGEST, check);
    }

    /** The same with another bound, for what is known to take long. */
    public static void eventually(Duration longest, Check check) {
        long end = System.nanoTime() + longest.toNanos();
        for (Throwable failure = failure(check); failure != null; failure = failure(check)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not after " + longest + ": " + failure.getMessage(), failure);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static @Nullable Throwable failure(Check check) {
        try {
            check.verify();
            return null;
        } catch (Exception | AssertionError failure) {
            return failure;
        }
    }
}
