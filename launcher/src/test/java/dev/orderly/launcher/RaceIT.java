package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More buyers than units. */
class RaceIT {

    private static final int BUYERS = 2_000;
    private static final int UNITS = 500;

    @Test
    void sellsExactlyWhatThereIs() throws Exception {
        try (TestShop shop = TestShop.start("race", Map.of())) {
            shop.sell("last", "10", UNITS);
            order(shop);

            Eventually.holds(Duration.ofMinutes(2), () -> undecided(shop) == 0, () -> undecided(shop) + " undecided");
            assertThat(count(shop, "status = 'completed'")).isEqualTo(UNITS);
            assertThat(count(shop, "status = 'failed' AND reason = 'out_of_stock'"))
                    .isEqualTo(BUYERS - UNITS);
            assertThat(shop.client().get("/stock/last").body().path("onHand").asInt())
                    .isZero();
            AuditReport report = shop.auditAtRest();
            assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
        }
    }

    private static void order(TestShop shop) throws Exception {
        ExecutorService buyers = Executors.newFixedThreadPool(64);
        try {
            List<Future<String>> orders = IntStream.range(0, BUYERS)
                    .mapToObj(i -> buyers.submit(() -> shop.order("buyer-" + i, "last", 1, "tok_ok")))
                    .toList();
            for (Future<String> order : orders) {
                assertThat(order.get()).isNotEmpty();
            }
        } finally {
            buyers.shutdown();
        }
    }

    private static long undecided(TestShop shop) {
        return count(shop, "status NOT IN ('completed', 'failed', 'cancelled')");
    }

    private static long count(TestShop shop, String condition) {
        return shop.database().number("SELECT count(*) FROM orders.orders WHERE " + condition);
    }
}
