package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are gone for good, and a broker that is away: what waits announces again, and nobody fails for it. */
class RepairIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration HALF = DEADLINE.dividedBy(2).plusSeconds(1);
    private static final long FEW_SECONDS_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start(
                "repair",
                Map.of(
                        "shop.deadline", DEADLINE.toString(),
                        "messaging.trail", "false",
                        "payment.simulated.slow", "PT1S",
                        "order.sweepEvery", "PT0.1S",
                        "stock.sweepEvery", "PT0.1S"));
        shop.sell("tea", "2.50", 100_000);
        shop.sell("rare", "9", 2);
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    /** The queues of the saga; news and products are not repaired by orders. */
    static Stream<Subscription> queues() {
        return Subscription.of(List.of("order", "stock", "payment"), Flow.STANDARD).stream()
                .filter(queue -> !queue.type().isNews())
                .filter(queue -> !queue.type().wireName().startsWith("product."))
                .filter(queue -> queue.type() != EventType.ORDER_SHIPPED);
    }

    @ParameterizedTest
    @MethodSource("queues")
    void healsWhatAQueueHasLost(Subscription queue) throws Exception {
        List<String> orders = new ArrayList<>();
        try (Detour detour = Detour.around(shop, 1, 1)) {
            String withdrawn = orderToBeWithdrawn(detour);
            detour.lose(queue::equals);
            withdraw(withdrawn);
            orders.add(shop.order("plain", "tea", 1, "tok_ok"));
            orders.add(shop.order("declined", "tea", 1, "tok_declined"));
            orders.add(shop.order("short", "rare", 50, "tok_ok"));
            orders.add(withdrawn);
            awaitLoss(detour, queue, orders);
        }

        shop.clock().advance(HALF);
        Eventually.holds(LIMIT, () -> isHealed(orders), () -> timelines(orders));
        assertThat(shop.statusOf(orders.get(0))).isEqualTo("completed");
        assertCleanBooks();
    }

    @Test
    void failsNoOrderBecauseTheBrokerWasAwayForLongerThanTheDeadline() {
        List<String> orders = new ArrayList<>();
        Backends.brokerControl().stop();
        try {
            for (int i = 0; i < 20; i++) {
                orders.add(shop.order("patient-" + i, "tea", 1, "tok_ok"));
            }
            shop.clock().advance(DEADLINE.multipliedBy(2));
            assertThat(orders.stream().map(shop::statusOf)).containsOnly("pending");
        } finally {
            Backends.brokerControl().start();
        }

        Eventually.holds(
                LIMIT.multipliedBy(2),
                () -> orders.stream().map(shop::statusOf).allMatch("completed"::equals),
                () -> timelines(orders));
        assertCleanBooks();
    }

    private static String orderToBeWithdrawn(Detour detour) {
        String order = shop.order("withdrawn", "tea", 1, "tok_slow");
        Eventually.holds(
                LIMIT,
                () -> detour.gone() > 0 || isPaying(order),
                () -> order + " is not being paid, and nothing is lost");
        return order;
    }

    private static void withdraw(String order) {
        assertThat(shop.cancel(order)).isIn(200, 409);
    }

    /** A cancellation may have come too late to say anything; then there is another one every few seconds. */
    private static void awaitLoss(Detour detour, Subscription queue, List<String> orders) {
        long[] next = {System.nanoTime() + FEW_SECONDS_NANOS};
        Eventually.holds(
                LIMIT,
                () -> {
                    if (detour.gone() == 0 && System.nanoTime() > next[0]) {
                        orders.add(orderToBeWithdrawn(detour));
                        withdraw(orders.get(orders.size() - 1));
                        next[0] = System.nanoTime() + FEW_SECONDS_NANOS;
                    }
                    return detour.gone() > 0;
                },
                () -> "nothing was lost on the way to " + queue);
    }

    /** Payment has begun, whether or not the order was told. */
    private static boolean isPaying(String order) {
        return !shop.client()
                        .get("/payments?orderId=" + order)
                        .body()
                        .path("items")
                        .isEmpty()
                || !shop.statusOf(order).equals("pending");
    }

    /**
     * One word said again is enough for an open order; for what the dead have left, a capture after the order's end for instance, time
     * passes on, half a deadline at a time.
     */
    private static boolean isHealed(List<String> orders) {
        if (!orders.stream().map(shop::statusOf).allMatch(FINAL::contains)) {
            return false;
        }
        AuditReport report = shop.audit();
        if (report.atRest() && report.clean()) {
            return true;
        }
        shop.clock().advance(HALF);
        return false;
    }

    private static String timelines(List<String> orders) {
        return shop.audit().lines()
                + String.join(
                        "\n",
                        orders.stream()
                                .map(order -> shop.client()
                                        .get("/orders/" + order + "/timeline")
                                        .text())
                                .toList());
    }

    private static void assertCleanBooks() {
        AuditReport report = shop.auditAtRest();
        assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
    }
}
