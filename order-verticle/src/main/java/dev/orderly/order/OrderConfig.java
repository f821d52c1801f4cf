package dev.orderly.order;

import dev.orderly.order.calls.CallConfig;
import dev.orderly.order.domain.Patience;
import dev.orderly.service.Shop;
import dev.orderly.web.Fields;
import java.time.Duration;

/**
 * The order service's settings.
 *
 * @param idempotency whether {@code POST /orders} needs an {@code Idempotency-Key}: {@code optional} or {@code required}
 * @param idempotencyKept how long the answer given under a key can be had again
 * @param paidDeadline how long a paid order may wait for its hand-over before a person is called
 * @param shippedDeadline how long an order may be under way before a person is called
 * @param sweepEvery how often old orders are looked at
 * @param calls how payments are asked for where the shop's trigger is {@code order.calls}
 */
public record OrderConfig(
        Idempotency idempotency,
        Duration idempotencyKept,
        Duration paidDeadline,
        Duration shippedDeadline,
        Duration sweepEvery,
        CallConfig calls) {

    /** What is asked of clients. */
    public enum Idempotency {
        OPTIONAL,
        REQUIRED
    }

    /** What holds where nothing is configured. */
    public static final OrderConfig DEFAULT = new OrderConfig(
            Idempotency.OPTIONAL,
            Duration.ofHours(24),
            Duration.ofDays(3),
            Duration.ofDays(14),
            Duration.ofSeconds(5),
            CallConfig.DEFAULT);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Duration SLOWEST = Duration.ofDays(365);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

    static OrderConfig read(Fields section) {
        return new OrderConfig(
                section.choice("idempotency", Idempotency.class, DEFAULT.idempotency),
                section.duration("idempotencyKept", DEFAULT.idempotencyKept, SHORTEST, LONGEST),
                section.duration("paidDeadline", DEFAULT.paidDeadline, Duration.ofSeconds(1), SLOWEST),
                section.duration("shippedDeadline", DEFAULT.shippedDeadline, Duration.ofSeconds(1), SLOWEST),
                section.duration("sweepEvery", DEFAULT.sweepEvery, Duration.ofMillis(10), Duration.ofHours(1)),
                CallConfig.read(section.section("calls")));
    }

    /** How long orders of this shop may stay where they are. */
    Patience patience(Shop shop) {
        return new Patience(shop.flow(), shop.deadline(), paidDeadline, shippedDeadline);
    }

    /** How long nobody else sweeps after a sweep: long enough for the next one. */
    Duration sweepLease() {
        Duration several = sweepEvery.multipliedBy(4);
        return several.compareTo(SHORTEST_LEASE) < 0 ? SHORTEST_LEASE : several;
    }
}
