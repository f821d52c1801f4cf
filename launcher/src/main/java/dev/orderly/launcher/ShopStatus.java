package dev.orderly.launcher;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.service.OrderlyService;
import dev.orderly.web.ManagementEdge.Check;
import dev.orderly.web.ManagementEdge.Health;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One process of the shop at a glance, as {@code GET /status} tells it.
 *
 * @param version which build
 * @param services that it runs
 * @param ready whether all parts are well
 * @param checks part by part
 * @param ordersPerSecond taken in over the last minute
 * @param outboxRows that wait for the broker's confirm
 * @param outboxAge of the oldest of them
 * @param parked outbox rows that the broker refused
 * @param lag age of the event being handled, of the worst queue
 * @param queues messages that wait, queue by queue
 * @param unrouted messages that no queue wanted
 * @param deadLetters by queue; empty ones left out
 */
record ShopStatus(
        String version,
        List<String> services,
        boolean ready,
        List<Check> checks,
        double ordersPerSecond,
        long outboxRows,
        Duration outboxAge,
        long parked,
        Duration lag,
        Map<String, Long> queues,
        long unrouted,
        Map<String, Long> deadLetters) {

    /** Every loop looks at the same outboxes, so the worst of them counts; queues are spread over the loops. */
    static ShopStatus of(Configuration configuration, Health health, List<BrokerHealth> loops, double ordersPerSecond) {
        return new ShopStatus(
                Version.number(),
                configuration.services().stream().map(OrderlyService::name).toList(),
                health.checks().stream().allMatch(Check::ready),
                health.checks(),
                ordersPerSecond,
                most(loops, BrokerHealth::waiting),
                longest(loops, BrokerHealth::oldest),
                most(loops, BrokerHealth::parked),
                longest(loops, BrokerHealth::lag),
                together(loops, BrokerHealth::ready),
                most(loops, BrokerHealth::unrouted),
                together(loops, BrokerHealth::deadLetters));
    }

    private static long most(List<BrokerHealth> loops, Function<BrokerHealth, Long> count) {
        return loops.stream().map(count).max(Comparator.naturalOrder()).orElse(0L);
    }

    private static Duration longest(List<BrokerHealth> loops, Function<BrokerHealth, Duration> age) {
        return loops.stream().map(age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static Map<String, Long> together(
            List<BrokerHealth> loops, Function<BrokerHealth, Map<String, Long>> depths) {
        Map<String, Long> together = new TreeMap<>();
        loops.forEach(
                loop -> depths.apply(loop).forEach((queue, messages) -> together.merge(queue, messages, Math::max)));
        return together;
    }
}
