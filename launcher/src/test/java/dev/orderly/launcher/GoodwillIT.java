package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Money that the shop gave back of its own will, and an order that is cancelled afterwards: the customer gets the rest, and no more. */
class GoodwillIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start("goodwill", Map.of("shop.fulfilment", "manual"));
        shop.sell("tea", "2.50", 10);
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void givesTheRestBackWhenAnOrderIsCancelledAfterAGift() {
        String order = shop.order("pleased", "tea", 4, "tok_ok");
        shop.awaitStatus(order, "paid");
        String payment = shop.client()
                .get("/payments?orderId=" + order)
                .body()
                .at("/items/0/id")
                .asText();

        ShopClient.Answer gift = ShopClient.insist(() -> shop.client()
                .post("/payments/" + payment + "/refunds", "{\"amount\":2.5,\"reason\":\"late\"}", "a-small-gift"));
        assertThat(gift.status()).as(gift.text()).isEqualTo(201);
        awaitRefunded(order, 250);

        assertThat(shop.cancel(order)).isEqualTo(200);
        shop.awaitStatus(order, "cancelled");
        awaitRefunded(order, 1_000);

        assertThat(shop.auditAtRest().violated()).isEmpty();
        assertThat(refunded(order, "goodwill")).isEqualTo(250);
        assertThat(refunded(order, "compensation")).isEqualTo(750);
        assertThat(shop.client().get("/stock/tea").body().path("available").asLong())
                .isEqualTo(10);
    }

    private static void awaitRefunded(String order, long minor) {
        Eventually.holds(
                LIMIT,
                () -> refunded(order, "goodwill") + refunded(order, "compensation") == minor,
                () -> "refunds of " + order + " do not come to " + minor);
    }

    private static long refunded(String order, String cause) {
        return shop.database()
                .number(
                        "SELECT coalesce(sum(amount_minor), 0) FROM payment.ledger"
                                + " WHERE order_id = ?::uuid AND kind = 'refund' AND cause = ?",
                        order,
                        cause);
    }
}
