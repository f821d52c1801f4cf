package dev.orderly.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and fails when it does not come true for long enough. */
final class Until {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Until() {}

    static void holds(String condition, Callable<Boolean> check) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!succeeds(check)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not: " + condition);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean succeeds(Callable<Boolean> check) {
        try {
            return check.call();
        } catch (Exception notYet) {
            return false;
        }
    }
}
