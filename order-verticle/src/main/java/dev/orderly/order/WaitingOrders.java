package dev.orderly.order;

import dev.orderly.service.ServiceEdge;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many orders are not at rest although half their deadline is over, for a gauge: if they become more, something is stuck. */
final class WaitingOrders {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingOrders.class);
    private static final long PERIOD_MS = 5_000;

    private final OperatorQueries orders;
    private volatile long waiting;
    private long timer = -1;

    WaitingOrders(OperatorQueries orders) {
        this.orders = orders;
    }

    /** Begins to count, on one loop of each process. */
    void watch(ServiceEdge edge) {
        if (edge.first()) {
            Gauge.builder("orderly.orders.waiting", this, counted -> counted.waiting)
                    .description("Orders that are not at rest although half their deadline is over; at most 10000.")
                    .register(edge.host().meters());
            timer = edge.vertx().setPeriodic(0, PERIOD_MS, due -> count());
        }
    }

    /** Counts no more. */
    void end(Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    private void count() {
        orders.countWaiting().onComplete(counted -> waiting = counted, failure -> LOG.debug("not counted", failure));
    }
}
