package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events that come twice, late, or in another order than they were said, through a real broker. */
class DisorderIT {

    private static final long SEED = Long.getLong("disorder.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start("disorder", Map.of("payment.simulated.slow", "PT0.3S"));
        shop.sell("tea", "2.50", 100_000);
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void reservesNothingWhenTheCancellationOvertakesTheOrder() throws Exception {
        try (Detour detour = Detour.around(shop, SEED, 1)) {
            detour.hold(queue("stock", EventType.ORDER_CREATED)::equals);
            String order = shop.order("overtaken", "tea", 3, "tok_ok");
            assertThat(shop.cancel(order)).isEqualTo(200);
            awaitReservation(order, "void");
            detour.hold(subscription -> false);

            awaitHeard(order, "order.created", "stock");
            assertThat(reservationOf(order)).isEqualTo("void");
            assertThat(shop.statusOf(order)).isEqualTo("cancelled");
            assertCleanBooks();
        }
    }

    @Test
    void refundsAPaymentThatSucceedsForACancelledOrder() throws Exception {
        try (Detour detour = Detour.around(shop, SEED, 1)) {
            detour.hold(subscription -> subscription.equals(queue("payment", EventType.ORDER_CANCELLED))
                    || subscription.equals(queue("order", EventType.PAYMENT_SUCCESSFUL)));
            String order = shop.order("late-money", "tea", 2, "tok_ok");
            Eventually.holds(LIMIT, () -> ledger(order, "capture") == 500, () -> "nothing was captured");
            assertThat(shop.cancel(order)).isEqualTo(200);
            detour.hold(subscription -> false);

            Eventually.holds(LIMIT, () -> ledger(order, "refund") == 500, () -> "nothing was refunded");
            assertThat(shop.statusOf(order)).isEqualTo("cancelled");
            assertCleanBooks();
        }
    }

    @Test
    void releasesAReservationThatComesForACancelledOrder() throws Exception {
        try (Detour detour = Detour.around(shop, SEED, 1)) {
            detour.hold(subscription -> subscription.equals(queue("stock", EventType.ORDER_CANCELLED))
                    || subscription.equals(queue("order", EventType.STOCK_RESERVED))
                    || subscription.equals(queue("payment", EventType.STOCK_RESERVED)));
            String order = shop.order("late-shelf", "tea", 4, "tok_ok");
            awaitReservation(order, "held");
            assertThat(shop.cancel(order)).isEqualTo(200);
            detour.hold(subscription -> false);

            awaitReservation(order, "released");
            assertThat(shop.statusOf(order)).isEqualTo("cancelled");
            assertCleanBooks();
        }
    }

    private static Subscription queue(String service, EventType type) {
        return new Subscription(service, type);
    }

    private static void assertCleanBooks() {
        AuditReport report = shop.auditAtRest();
        assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
    }

    private static void awaitReservation(String order, String status) {
        Eventually.holds(LIMIT, () -> reservationOf(order).equals(status), () -> order + " is " + reservationOf(order));
    }

    private static String reservationOf(String order) {
        return shop.database()
                .value(
                        "SELECT coalesce((SELECT status FROM stock.reservations WHERE order_id = ?::uuid), 'none')",
                        order);
    }

    private static void awaitHeard(String order, String type, String service) {
        Eventually.holds(
                LIMIT,
                () -> shop.database()
                                .number(
                                        "SELECT count(*) FROM stock.inbox i JOIN orders.history h ON i.event_id = ANY (h.announced_ids)"
                                                + " WHERE h.order_id = ?::uuid AND h.event_type = ?",
                                        order,
                                        type)
                        > 0,
                () -> service + " did not hear " + type);
    }

    private static long ledger(String order, String kind) {
        return shop.database()
                .number(
                        "SELECT coalesce(sum(amount_minor), 0) FROM payment.ledger WHERE order_id = ?::uuid AND kind = ?",
                        order,
                        kind);
    }
}
