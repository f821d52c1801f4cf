package dev.orderly.messaging;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a test expects, for as long as it may take and no longer. */
final class Await {

    static final Duration LONG = Duration.ofSeconds(60);

    private Await() {}

    static void until(String what, BooleanSupplier holds) {
        until(what, LONG, holds);
    }

    static void until(String what, Duration limit, BooleanSupplier holds) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    static void done(Future<?> future) {
        done(LONG, future);
    }

    static void done(Duration limit, Future<?> future) {
        Object ignored = result(limit, future);
    }

    static <T> T result(Future<T> future) {
        return result(LONG, future);
    }

    static <T> T result(Duration limit, Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("no result within " + limit, failure);
        }
    }
}
