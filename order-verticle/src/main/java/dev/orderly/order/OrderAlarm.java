package dev.orderly.order;

import dev.orderly.order.domain.Step;
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

    OrderAlarm(MeterRegistry meters) {
        this.impossible = meters.counter("orderly.impossible", "service", OrderService.NAME);
        this.overdue = meters.counter("orderly.overdue", "service", OrderService.NAME);
    }

    @Override
    public void accept(Step step) {
        (step.isOverdue() ? overdue : impossible).increment();
        LOG.atWarn()
                .addKeyValue("order_id", step.heard().orderId())
                .addKeyValue("event_id", step.heard().eventId().orElse(null))
                .log("{}: {}", step.heard().cause().label(), step.effect());
    }
}
