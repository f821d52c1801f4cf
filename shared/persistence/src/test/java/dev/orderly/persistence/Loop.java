package dev.orderly.persistence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One event loop and one context on it: where the test's futures live, while the test itself waits outside. */
final class Loop implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    Vertx vertx() {
        return vertx;
    }

    /** The result of the work, which runs on the context. */
    <T> T result(Supplier<Future<T>> work) {
        return start(work)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Waits until the work has succeeded. */
    <T> void done(Supplier<Future<T>> work) {
        T unused = result(work);
    }

    /** What the work fails with. */
    Throwable failure(Supplier<? extends Future<?>> work) {
        try {
            throw new AssertionError("no failure but " + result(() -> work.get().map(String::valueOf)));
        } catch (CompletionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }

    /** Begins the work on the context and leaves it running. */
    <T> Future<T> start(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> work.get().onComplete(promise));
        return promise.future();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
