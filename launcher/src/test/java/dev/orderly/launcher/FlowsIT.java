package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.PaymentTrigger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One order of each kind in every way to run the saga, through everything that a shop consists of. */
class FlowsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Map<String, String> SLOW = Map.of("payment.simulated.slow", "PT1S");

    @ParameterizedTest
    @MethodSource("dev.orderly.launcher.Flows#all")
    void bringsOrdersOfEveryKindToTheirEnd(Flow flow) {
        try (TestShop shop = TestShop.start("flow", Flows.settings(flow, SLOW))) {
            shop.sell("tea", "2.50", 1_000);
            shop.sell("rare", "9", 1);
            String good = shop.order("ada", "tea", 2, "tok_ok");
            String tooMuch = shop.order("bob", "rare", 5, "tok_ok");
            awaitEnd(shop, tooMuch, "failed");
            String withdrawn = withdraw(shop);
            awaitEnd(shop, good, Flows.goodEnd(flow));
            if (flow.trigger() != PaymentTrigger.MANUAL) {
                awaitEnd(shop, shop.order("cem", "tea", 3, "tok_declined"), "failed");
            }

            assertThat(shop.statusOf(withdrawn)).isEqualTo("cancelled");
            assertCleanBooks(shop);
        }
    }

    /** Cancels an order that is being paid; if that was too late, another one. */
    private static String withdraw(TestShop shop) {
        String[] order = new String[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    order[0] = shop.order("dan", "tea", 1, "tok_slow");
                    Eventually.holds(
                            LIMIT, () -> !shop.statusOf(order[0]).equals("pending"), () -> order[0] + " stays pending");
                    return shop.cancel(order[0]) == 200;
                },
                () -> "every cancellation came too late, the last one for " + order[0]);
        return order[0];
    }

    private static void awaitEnd(TestShop shop, String order, String end) {
        Clerk clerk = new Clerk(shop.client(), shop.flow());
        Eventually.holds(
                LIMIT,
                () -> clerk.attend(order).equals(end),
                () -> shop.client().get("/orders/" + order + "/timeline").text());
    }

    private static void assertCleanBooks(TestShop shop) {
        AuditReport report = shop.auditAtRest();
        assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
    }
}
