package dev.orderly.order;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.order.stats.OrderCounters;
import dev.orderly.service.ServiceEdge;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what piles up while the broker is away: orders are taken in all the same and wait in the outbox, but only so many. With the broker
 * there, the lag of the events is the measure, and nothing is counted.
 */
final class OpenOrders {

    private static final Logger LOG = LoggerFactory.getLogger(OpenOrders.class);
    private static final long PERIOD_MS = 500;

    private final OrderCounters counters;
    private final MessagingHealth messaging;
    private final long limit;
    private long open;
    private boolean counting;
    private long timer = -1;

    OpenOrders(OrderCounters counters, MessagingHealth messaging, long limit) {
        this.counters = counters;
        this.messaging = messaging;
        this.limit = limit;
    }

    /** Begins to look, and closes the intake of this loop where it has to. */
    void watch(ServiceEdge edge) {
        timer = edge.vertx().setPeriodic(PERIOD_MS, due -> look());
        edge.closeIntakeWhile(this::reason);
    }

    /** Looks no more. */
    void end(Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    /** Why no more orders are taken; empty when there is room. */
    private Optional<String> reason() {
        return open < limit
                ? Optional.empty()
                : Optional.of("The message broker is away, and " + open
                        + " orders wait for it already. Nothing was done. Try again later.");
    }

    private void look() {
        if (isWell()) {
            open = 0;
        } else if (!counting) {
            counting = true;
            counters.open().onComplete(this::counted);
        }
    }

    private boolean isWell() {
        return messaging.loops().stream().allMatch(BrokerHealth::isWell);
    }

    private void counted(@Nullable Long orders, @Nullable Throwable failure) {
        counting = false;
        if (orders == null) {
            LOG.debug("open orders cannot be counted", failure);
        } else {
            open = isWell() ? 0 : orders;
        }
    }
}
