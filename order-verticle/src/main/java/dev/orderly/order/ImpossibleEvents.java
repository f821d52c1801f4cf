package dev.orderly.order;

import dev.orderly.order.domain.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raises the alarm when something happened to an order that the state table rules out. */
final class ImpossibleEvents implements Consumer<Step> {

    private static final Logger LOG = LoggerFactory.getLogger(ImpossibleEvents.class);

    private final Counter counter;

    ImpossibleEvents(MeterRegistry meters) {
        this.counter = meters.counter("orderly.impossible", "service", OrderService.NAME);
    }

    @Override
    public void accept(Step step) {
        counter.increment();
        LOG.atWarn()
                .addKeyValue("order_id", step.heard().orderId())
                .addKeyValue("event_id", step.heard().eventId().orElse(null))
                .log(
                        "{} cannot happen to an order that is {}; it was noted and changed nothing",
                        step.heard().cause().label(),
                        step.after().status().label());
    }
}
