package dev.orderly.launcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many orders a second this process has taken in over the last minute, out of the meters of the HTTP server. */
final class IntakeRate {

    /** How often {@link #look} is to be called. */
    static final int PERIOD_MS = 1_000;

    private static final int LOOKS = 60;

    private final MeterRegistry meters;
    private final Deque<Double> totals = new ArrayDeque<>();

    IntakeRate(MeterRegistry meters) {
        this.meters = meters;
        totals.add(taken());
    }

    /** Remembers how many there are by now. */
    synchronized void look() {
        totals.addLast(taken());
        if (totals.size() > LOOKS + 1) {
            totals.removeFirst();
        }
    }

    /** Orders per second, over as many looks as there were. */
    synchronized double perSecond() {
        int looks = totals.size() - 1;
        return looks == 0 ? 0 : (totals.getLast() - totals.getFirst()) * 1_000 / (looks * PERIOD_MS);
    }

    private double taken() {
        return meters.find("vertx.http.server.requests").tag("method", "POST").tag("code", "201").counters().stream()
                .filter(IntakeRate::isOfOrders)
                .mapToDouble(Counter::count)
                .sum();
    }

    private static boolean isOfOrders(Counter counter) {
        String route = counter.getId().getTag("route");
        return route == null || route.contains("/orders");
    }
}
