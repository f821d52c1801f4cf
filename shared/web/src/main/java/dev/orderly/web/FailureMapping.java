package dev.orderly.web;

import java.time.Duration;

/** What a failure means to a client: a problem is itself, a transient one is 503, all else is our fault. */
record FailureMapping(Duration retryAfter) {

    Problem problem(Throwable failure) {
        return failure instanceof Problem problem ? problem : Problem.internal();
    }
}
