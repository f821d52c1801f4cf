package dev.orderly.launcher;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition; the limit only bounds a failure. */
final class Eventually {

    private Eventually() {}

    static void holds(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
        holds(limit, Duration.ofMillis(25), condition, otherwise);
    }

    /** The same for what costs something to ask. */
    static void holds(Duration limit, Duration pause, BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
