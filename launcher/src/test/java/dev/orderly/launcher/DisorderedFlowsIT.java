package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In every way to run the saga, everything comes twice and in random order; the books are kept all the same. */
class DisorderedFlowsIT {

    private static final long SEED = Long.getLong("disorder.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ORDERS = 40;
    private static final int EVENTS_AT_LEAST = 3;

    @ParameterizedTest
    @MethodSource("dev.orderly.launcher.Flows#all")
    void keepsTheBooksWhenEverythingComesTwiceAndInRandomOrder(Flow flow) throws Exception {
        System.out.println("disorder test: " + flow + ", seed " + SEED);
        try (TestShop shop =
                TestShop.start("disorder", Flows.settings(flow, Map.of("payment.simulated.slow", "PT0.3S")))) {
            shop.sell("tea", "2.50", 100_000);
            shop.sell("rare", "9", 20);
            try (Detour detour = Detour.around(shop, SEED, 2)) {
                List<String> orders = order(shop, new Random(SEED));
                awaitEnds(shop, orders);
                assertThat(detour.delivered()).isGreaterThan(ORDERS * EVENTS_AT_LEAST);
            }
            AuditReport report = shop.auditAtRest();
            assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
        }
    }

    /** Some of them withdraw at once. */
    private static List<String> order(TestShop shop, Random random) {
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            String product = random.nextInt(6) == 0 ? "rare" : "tea";
            orders.add(shop.order("twice-" + i, product, 1 + random.nextInt(5), method(random)));
            if (random.nextInt(8) == 0) {
                assertThat(shop.cancel(orders.get(i))).isIn(200, 409);
            }
        }
        return orders;
    }

    private static void awaitEnds(TestShop shop, List<String> orders) {
        Clerk clerk = new Clerk(shop.client(), shop.flow());
        List<String> ends = List.of(Flows.goodEnd(shop.flow()), "failed", "cancelled");
        List<String> open = new ArrayList<>(orders);
        Eventually.holds(
                LIMIT,
                () -> {
                    open.removeIf(order -> ends.contains(clerk.attend(order)));
                    return open.isEmpty();
                },
                () -> shop.client().get("/orders/" + open.get(0) + "/timeline").text());
    }

    private static String method(Random random) {
        return List.of("tok_ok", "tok_ok", "tok_declined", "tok_slow", "tok_flaky")
                .get(random.nextInt(5));
    }
}
