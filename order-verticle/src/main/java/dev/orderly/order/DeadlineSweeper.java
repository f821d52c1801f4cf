package dev.orderly.order;

import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.ShopLease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time act on orders, once per shop. It rests while events may not travel, and until several looks in a row found nothing of the kind:
 * whom an outage kept waiting gets his answer from the backlog first.
 */
final class DeadlineSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineSweeper.class);
    private static final Duration TROUBLE = Duration.ofSeconds(5);
    private static final int QUIET_LOOKS = 3;
    private static final int STEPS = 100;

    private final Deadlines deadlines;
    private final MessagingHealth messaging;
    private final ShopLease lease;
    private int quiet;
    private Future<Void> sweep = Future.succeededFuture();

    DeadlineSweeper(Deadlines deadlines, MessagingHealth messaging, ShopLease lease) {
        this.deadlines = deadlines;
        this.messaging = messaging;
        this.lease = lease;
    }

    /** Runs until the timer, whose id is returned, is cancelled. */
    long start(Vertx vertx, Duration every) {
        return vertx.setPeriodic(every.toMillis(), tick -> tick());
    }

    /** Finishes the sweep under way and lets another process go on at once; if that cannot be said, when the lease is over. */
    Future<Void> stop() {
        return sweep.eventually(lease::release).otherwiseEmpty();
    }

    private void tick() {
        Optional<String> trouble = messaging.trouble(TROUBLE);
        quiet = trouble.isPresent() ? 0 : quiet + 1;
        trouble.ifPresent(why -> LOG.debug("deadlines rest: {}", why));
        if (quiet >= QUIET_LOOKS && sweep.isComplete()) {
            sweep = lease.hold()
                    .compose(held -> held ? gatherAndLook() : Future.succeededFuture())
                    .onFailure(failure -> LOG.warn("deadlines wait for the next look: {}", failure.toString()));
        }
    }

    private Future<Void> gatherAndLook() {
        return repeat(deadlines::gather, STEPS).compose(gathered -> repeat(deadlines::look, STEPS));
    }

    /** Step by step while there is more to do; what is left after many steps waits for the next look, and so for its trouble. */
    private static Future<Void> repeat(Supplier<Future<Boolean>> step, int left) {
        return step.get().compose(more -> more && left > 1 ? repeat(step, left - 1) : Future.succeededFuture());
    }
}
