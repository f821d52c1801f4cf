package dev.orderly.service;

import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.ShopLease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that one process of the shop does from time to time, in small steps, as long as it holds the lease. */
public final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration TROUBLE = Duration.ofSeconds(5);
    private static final int QUIET_LOOKS = 3;
    private static final int STEPS = 100;

    private final String name;
    private final ShopLease lease;
    private final Supplier<Future<Boolean>> step;
    private @Nullable MessagingHealth messaging;
    private int quiet = QUIET_LOOKS;
    private Future<Void> sweep = Future.succeededFuture();
    private OptionalLong timer = OptionalLong.empty();
    private boolean stopped;

    /**
     * A sweeper that has not begun.
     *
     * @param name of the work, for the log
     * @param step one transaction's worth of it; answers whether there may be more to do at once
     */
    public Sweeper(String name, ShopLease lease, Supplier<Future<Boolean>> step) {
        this.name = name;
        this.lease = lease;
        this.step = step;
    }

    /**
     * Has it rest while events may not travel, and until several looks in a row found nothing of the kind: what an outage delayed comes
     * from the backlog first.
     */
    public Sweeper restingWith(MessagingHealth health) {
        messaging = health;
        quiet = 0;
        return this;
    }

    /** Begins at once; to be called on the loop that does the work. */
    public void start(Vertx vertx, Duration every) {
        timer = OptionalLong.of(vertx.setPeriodic(0, every.toMillis(), tick -> tick()));
    }

    /** Finishes the step under way and lets another process go on at once; if that cannot be said, when the lease is over. */
    public Future<Void> stop(Vertx vertx) {
        stopped = true;
        timer.ifPresent(vertx::cancelTimer);
        return timer.isEmpty()
                ? Future.succeededFuture()
                : sweep.eventually(lease::release).otherwiseEmpty();
    }

    private void tick() {
        Optional<String> trouble = trouble();
        quiet = trouble.isPresent() ? 0 : quiet + 1;
        trouble.ifPresent(why -> LOG.debug("{} rest: {}", name, why));
        if (quiet >= QUIET_LOOKS && sweep.isComplete()) {
            sweep = repeat(STEPS)
                    .onFailure(failure -> LOG.warn("{} wait for the next time: {}", name, failure.toString()));
        }
    }

    private Optional<String> trouble() {
        MessagingHealth asked = messaging;
        return asked == null ? Optional.empty() : asked.trouble(TROUBLE).or(asked::backlog);
    }

    /** What is left after many steps waits for the next time, and so for its trouble; before each, the lease is prolonged. */
    private Future<Void> repeat(int left) {
        return lease.hold()
                .compose(held -> held && !stopped ? step.get() : Future.succeededFuture(false))
                .compose(more -> more && left > 1 ? repeat(left - 1) : Future.succeededFuture());
    }
}
