package dev.orderly.order;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, now and then and in small steps, the answers that were kept long enough. */
final class KeyPurge {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPurge.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int STEP = 1000;

    private final IdempotencyRepository keys;
    private final Clock clock;
    private final Duration kept;

    KeyPurge(IdempotencyRepository keys, Clock clock, Duration kept) {
        this.keys = keys;
        this.clock = clock;
        this.kept = kept;
    }

    /** Runs until the timer, whose id is returned, is cancelled. */
    long start(Vertx vertx) {
        return vertx.setPeriodic(
                PAUSE.toMillis(),
                tick -> sweep().onFailure(
                                failure -> LOG.warn("old idempotency keys are still there: {}", failure.toString())));
    }

    /** Removes step by step until nothing old is left; how much it was. */
    Future<Integer> sweep() {
        return keys.purge(clock.instant(), kept, STEP)
                .compose(removed ->
                        removed < STEP ? Future.succeededFuture(removed) : sweep().map(more -> removed + more));
    }
}
