package dev.orderly.order;

import dev.orderly.web.Fields;
import java.time.Duration;

/**
 * The order service's settings.
 *
 * @param idempotency whether {@code POST /orders} needs an {@code Idempotency-Key}: {@code optional} or {@code required}
 * @param idempotencyKept how long the answer given under a key can be had again
 */
public record OrderConfig(Idempotency idempotency, Duration idempotencyKept) {

    /** What is asked of clients. */
    public enum Idempotency {
        OPTIONAL,
        REQUIRED
    }

    /** What holds where nothing is configured. */
    public static final OrderConfig DEFAULT = new OrderConfig(Idempotency.OPTIONAL, Duration.ofHours(24));

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    static OrderConfig read(Fields section) {
        return new OrderConfig(
                section.choice("idempotency", Idempotency.class, DEFAULT.idempotency),
                section.duration("idempotencyKept", DEFAULT.idempotencyKept, SHORTEST, LONGEST));
    }
}
