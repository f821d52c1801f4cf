package dev.orderly.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells the person at the terminal what a slow start is doing. */
final class Progress {

    private final Instant begun = Instant.now();
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    /** A part of the start has begun. */
    void doing(String part, String what) {
        out.printf("%5.1f s  %s: %s%n", seconds(), part, what);
    }

    /** Since the start, in seconds. */
    double seconds() {
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }
}
