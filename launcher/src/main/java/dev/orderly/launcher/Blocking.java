package dev.orderly.launcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one place where a thread waits for a future: the main thread at the start, the stopping thread at the end. */
final class Blocking {

    private Blocking() {}

    /** The future's value. @throws Refusal when it does not come in time */
    static <T> T await(java.util.concurrent.Future<T> future, Duration limit, String what) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw Refusal.cannot(what + " did not finish within " + limit.toSeconds() + " s", e);
        }
    }

    /** The same for a future of Vert.x. */
    static <T> T await(Future<T> future, Duration limit, String what) {
        return await(future.toCompletionStage().toCompletableFuture(), limit, what);
    }

    /** Waits for a future whose value says nothing. */
    static void finish(Future<?> future, Duration limit, String what) {
        await(future.<Optional<Object>>map(Optional.empty()), limit, what).ifPresent(value -> {});
    }
}
