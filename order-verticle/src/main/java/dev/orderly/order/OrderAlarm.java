package dev.orderly.order;

import dev.orderly.order.domain.Step;
import dev.orderly.tracing.TraceFields;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls for a person: something happened to an order that the state table rules out, or nothing happened for too long. */
final class OrderAlarm implements Consumer<Step> {

    private static final Logger LOG = LoggerFactory.getLogger(OrderAlarm.class);

    private final Counter impossible;
    private final Counter overdue;

    OrderAlarm(Counter impossible, MeterRegistry meters) {
        this.impossible = impossible;
        this.overdue = Counter.builder("orderly.overdue")
                .description("Orders that have waited too long for what only a person can do.")
                .tag("service", OrderService.NAME)
                .register(meters);
    }

    @Override
    public void accept(Step step) {
        (step.isOverdue() ? overdue : impossible).increment();
        TraceFields.on(LOG.atWarn(), step.heard().traceparent())
                .addKeyValue("order_id", step.heard().orderId())
                .addKeyValue("event_id", step.heard().eventId().orElse(null))
                .log("{}: {}", step.heard().cause().label(), step.effect());
    }
}
