package dev.orderly.launcher;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How messaging fares, as figures on {@code /metrics}: of what several loops see, the worst. */
final class Gauges {

    private final MeterRegistry meters;
    private final Supplier<List<BrokerHealth>> loops;

    Gauges(MeterRegistry meters, Supplier<List<BrokerHealth>> loops) {
        this.meters = meters;
        this.loops = loops;
    }

    /** Registers all of them; {@code queues} are those consumed here, {@code prefix} stands before their names on the broker. */
    void register(List<Subscription> queues, String prefix) {
        worst("orderly.outbox.rows", "Outbox rows that wait for the broker's confirm.", BrokerHealth::waiting);
        worst("orderly.outbox.oldest.seconds", "Age of the oldest of them.", loop -> seconds(loop.oldest()));
        worst("orderly.outbox.parked", "Outbox rows that the broker refused.", BrokerHealth::parked);
        worst("orderly.lag.seconds", "Age of the oldest event being handled.", loop -> seconds(loop.lag()));
        worst("orderly.unrouted", "Messages that no queue wanted.", BrokerHealth::unrouted);
        worst("orderly.broker.blocked", "1 while the broker takes no messages.", loop -> loop.blocked() ? 1 : 0);
        worst("orderly.broker.away", "1 while a connection to the broker is missing.", Gauges::away);
        counted("orderly.handlers.stuck", "Handlers given up because they did not answer.", BrokerHealth::stuck);
        total("orderly.in.hand", "Messages delivered and not acknowledged yet.", BrokerHealth::inHand);
        for (Subscription queue : queues) {
            ofQueue(
                    "orderly.queue.ready",
                    "Messages that wait in a queue.",
                    queue,
                    loop -> loop.ready().getOrDefault(prefix + queue.queue(), 0L));
            ofQueue(
                    "orderly.dead.letters",
                    "Dead letters of a queue, in its .dead or on the desk.",
                    queue,
                    loop -> loop.deadLetters().getOrDefault(prefix + queue.deadLetterQueue(), 0L));
        }
    }

    private void worst(String name, String help, ToDoubleFunction<BrokerHealth> figure) {
        Gauge.builder(name, () -> max(figure)).description(help).register(meters);
    }

    private void total(String name, String help, ToDoubleFunction<BrokerHealth> figure) {
        Gauge.builder(name, () -> sum(figure)).description(help).register(meters);
    }

    /** What only rises; the other meters keep this object alive, which a counter of this kind does not. */
    private void counted(String name, String help, ToDoubleFunction<BrokerHealth> figure) {
        FunctionCounter.builder(name, this, gauges -> gauges.sum(figure))
                .description(help)
                .register(meters);
    }

    private void ofQueue(String name, String help, Subscription queue, ToDoubleFunction<BrokerHealth> figure) {
        Gauge.builder(name, () -> max(figure))
                .description(help)
                .tag("queue", queue.queue())
                .register(meters);
    }

    private double sum(ToDoubleFunction<BrokerHealth> figure) {
        return loops.get().stream().mapToDouble(figure).sum();
    }

    private double max(ToDoubleFunction<BrokerHealth> figure) {
        return loops.get().stream().mapToDouble(figure).max().orElse(0);
    }

    private static double away(BrokerHealth loop) {
        return loop.connected() && loop.consuming() ? 0 : 1;
    }

    private static double seconds(Duration age) {
        return age.toMillis() / 1_000.0;
    }
}
