package dev.orderly.order;

import dev.orderly.order.calls.CallConfig;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.UnpaidLimit;
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
 * @param maxOpenOrders how many orders may be undecided, while the broker is away, before new ones are refused
 * @param unpaid how much a customer may have ordered without having paid
 * @param calls how payments are asked for where the shop's trigger is {@code order.calls}
 * @param retention when finished orders are removed
 */
public record OrderConfig(
        Idempotency idempotency,
        Duration idempotencyKept,
        Duration paidDeadline,
        Duration shippedDeadline,
        Duration sweepEvery,
        int maxOpenOrders,
        UnpaidLimit unpaid,
        CallConfig calls,
        Retention retention) {

    /**
     * When finished orders are removed.
     *
     * @param finished how long after its end
     * @param purgeEvery how often such orders are looked for
     */
    public record Retention(Duration finished, Duration purgeEvery) {

        static final Retention DEFAULT = new Retention(Duration.ofDays(400), Duration.ofMinutes(10));

        private static Retention read(Fields section, Duration idempotencyKept) {
            Duration finished =
                    section.duration("finished", DEFAULT.finished, Duration.ofDays(2), Duration.ofDays(36_500));
            if (finished.compareTo(idempotencyKept) <= 0) {
                section.reject("finished", "must be longer than idempotencyKept");
            }
            return new Retention(
                    finished,
                    section.duration("purgeEvery", DEFAULT.purgeEvery, Duration.ofMillis(10), Duration.ofDays(1)));
        }
    }

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
            1_000_000,
            new UnpaidLimit(100, 1_000_000),
            CallConfig.DEFAULT,
            Retention.DEFAULT);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Duration SLOWEST = Duration.ofDays(365);

    static OrderConfig read(Fields section) {
        Duration idempotencyKept = section.duration("idempotencyKept", DEFAULT.idempotencyKept, SHORTEST, LONGEST);
        return new OrderConfig(
                section.choice("idempotency", Idempotency.class, DEFAULT.idempotency),
                idempotencyKept,
                section.duration("paidDeadline", DEFAULT.paidDeadline, Duration.ofSeconds(1), SLOWEST),
                section.duration("shippedDeadline", DEFAULT.shippedDeadline, Duration.ofSeconds(1), SLOWEST),
                section.duration("sweepEvery", DEFAULT.sweepEvery, Duration.ofMillis(10), Duration.ofHours(1)),
                section.section("intake").count("maxOpenOrders", DEFAULT.maxOpenOrders, 1, Integer.MAX_VALUE),
                unpaid(section.section("unpaid")),
                CallConfig.read(section.section("calls")),
                Retention.read(section.section("retention"), idempotencyKept));
    }

    private static UnpaidLimit unpaid(Fields section) {
        return new UnpaidLimit(
                section.count("maxOrders", DEFAULT.unpaid.orders(), 0, 1_000_000),
                section.count("maxUnits", (int) DEFAULT.unpaid.units(), 0, 1_000_000_000));
    }

    /** How long orders of this shop may stay where they are. */
    Patience patience(Shop shop) {
        return new Patience(shop.flow(), shop.deadline(), paidDeadline, shippedDeadline);
    }
}
