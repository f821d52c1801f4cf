package dev.orderly.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets at most so many pieces of work be under way and refuses the rest at once. Belongs to one event loop. */
public final class Intake {

    private final int maxInFlight;
    private final Duration retryAfter;
    private int inFlight;
    private volatile boolean refusing;
    private @Nullable Promise<Void> idle;

    /** An open intake; {@code retryAfter} is what a refused client is told. */
    public Intake(int maxInFlight, Duration retryAfter) {
        this.maxInFlight = maxInFlight;
        this.retryAfter = retryAfter;
    }

    /** Starts the work if there is room, else fails with a 503 {@link Problem}; work that throws is work that fails. */
    public <T> Future<T> admit(Supplier<Future<T>> work) {
        if (refusing) {
            return Future.failedFuture(Problem.unavailable("The service is stopping. Nothing was done.", retryAfter));
        }
        if (inFlight >= maxInFlight) {
            return Future.failedFuture(Problem.overloaded(retryAfter));
        }
        inFlight++;
        return Future.succeededFuture().compose(admitted -> work.get()).eventually(this::leave);
    }

    /** From now on all is refused; what is under way goes on. May be called from any thread. */
    public void refuse() {
        refusing = true;
    }

    /** How much is under way. */
    public int inFlight() {
        return inFlight;
    }

    /** Completes when nothing is under way. */
    public Future<Void> idle() {
        if (inFlight == 0) {
            return Future.succeededFuture();
        }
        if (idle == null) {
            idle = Promise.promise();
        }
        return idle.future();
    }

    private Future<Void> leave() {
        inFlight--;
        if (inFlight == 0 && idle != null) {
            idle.complete();
            idle = null;
        }
        return Future.succeededFuture();
    }
}
