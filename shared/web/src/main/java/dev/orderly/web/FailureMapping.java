package dev.orderly.web;

import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.CommitOutcomeUnknown;
import dev.orderly.persistence.Failures;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.time.Duration;

/** What a failure means to a client: a problem is itself, a full batcher or pool or a transient failure is 503, all else is our fault. */
record FailureMapping(Duration retryAfter) {

    Problem problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof Batcher.Overloaded) {
            return Problem.overloaded(retryAfter);
        }
        if (failure instanceof CommitOutcomeUnknown) {
            return Problem.unavailable(
                    "It is not known whether this was done. Repeat it only with the same Idempotency-Key, or look first.",
                    retryAfter);
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return Problem.crowded("Too many wait for the database. Try again.", retryAfter);
        }
        if (Failures.isTransient(failure)) {
            return Problem.unavailable("A part of the shop cannot be reached. Try again.", retryAfter);
        }
        return Problem.internal();
    }
}
