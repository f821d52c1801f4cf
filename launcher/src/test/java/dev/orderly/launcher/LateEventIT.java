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

/** An event that is held back until the order was given up: it brings nothing back to life, and stock and money go back. */
class LateEventIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration HALF_THE_DEADLINE = Duration.ofMinutes(16);

    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start("late", Map.of("shop.deadline", "PT30M", "order.sweepEvery", "PT0.1S"));
        shop.sell("tea", "2.50", 10);
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void aPaymentThatIsHeardOfAfterTheDeadlineIsRefunded() throws Exception {
        try (Detour detour = Detour.around(shop, 1, 1)) {
            detour.hold(new Subscription("order", EventType.PAYMENT_SUCCESSFUL)::equals);
            String order = shop.order("patient", "tea", 2, "tok_ok");
            Eventually.holds(LIMIT, () -> ledger(order, "capture") == 500, () -> "nothing was captured");
            shop.awaitStatus(order, "awaiting_payment");

            awaitGivenUp(order, "payment_timeout");
            detour.hold(queue -> false);

            Eventually.holds(LIMIT, () -> heard(order, "payment.successful"), () -> "the late event did not come");
            Eventually.holds(LIMIT, () -> ledger(order, "refund") == 500, () -> "nothing was refunded");
            assertNothingIsLeftOf(order);
        }
    }

    @Test
    void aReservationThatIsHeardOfAfterTheDeadlineIsReleasedUnpaid() throws Exception {
        try (Detour detour = Detour.around(shop, 1, 1)) {
            detour.hold(queue -> queue.type() == EventType.STOCK_RESERVED);
            String order = shop.order("patient", "tea", 3, "tok_ok");
            Eventually.holds(LIMIT, () -> units("reserved") == 3, () -> "nothing was reserved");

            awaitGivenUp(order, "stock_timeout");
            Eventually.holds(LIMIT, () -> isVoid(order), () -> "payment has not heard of the order's end");
            detour.hold(queue -> false);

            Eventually.holds(LIMIT, () -> heard(order, "stock.reserved"), () -> "the late event did not come");
            assertNothingIsLeftOf(order);
            assertThat(ledger(order, "capture")).isZero();
        }
    }

    /** An order is given up only when its last word was said again and nobody answered. */
    private static void awaitGivenUp(String order, String reason) {
        shop.clock().advance(HALF_THE_DEADLINE);
        Eventually.holds(LIMIT, () -> heard(order, "half the deadline"), () -> "its last word was not said again");
        shop.clock().advance(HALF_THE_DEADLINE);
        shop.awaitStatus(order, "failed");
        assertThat(reasonOf(order)).isEqualTo(reason);
    }

    private static void assertNothingIsLeftOf(String order) {
        Eventually.holds(LIMIT, () -> units("available") == 10, () -> "nothing was put back");
        AuditReport report = shop.auditAtRest();
        assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
        assertThat(shop.statusOf(order)).isEqualTo("failed");
        assertThat(units("reserved")).isZero();
    }

    private static boolean heard(String order, String type) {
        return shop.client().get("/orders/" + order + "/timeline").text().contains("\"" + type + "\"");
    }

    private static String reasonOf(String order) {
        return shop.client().get("/orders/" + order).body().path("reason").asText();
    }

    private static long units(String kind) {
        return shop.client().get("/stock/tea").body().path(kind).asLong();
    }

    private static boolean isVoid(String order) {
        return shop.database()
                        .number(
                                "SELECT count(*) FROM payment.payments WHERE order_id = ?::uuid AND status = 'void'",
                                order)
                == 1;
    }

    private static long ledger(String order, String kind) {
        return shop.database()
                .number(
                        "SELECT coalesce(sum(amount_minor), 0) FROM payment.ledger WHERE order_id = ?::uuid AND kind = ?",
                        order,
                        kind);
    }
}
