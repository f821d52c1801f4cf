package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A product from its offer to its end, and what the shop still knows of its orders long afterwards. */
class ProductLifeIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofDays(500);

    private static TestShop shop;

    @BeforeAll
    static void openTheShopLongAgo() {
        shop = TestShop.start("products", Map.of("stock.retention.every", "PT0.05S"));
        shop.clock().advance(LONG.negated());
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void endsWithBooksThatBalanceWhateverWasForgotten() {
        shop.sell("tea", "2.50", 10);
        shop.awaitStatus(shop.order("first", "tea", 4, "tok_ok"), "completed");

        assertThat(status(() -> shop.client().patch("/products/tea", "{\"quantity\":20}")))
                .isEqualTo(200);
        awaitAvailable(20);
        shop.awaitStatus(shop.order("second", "tea", 15, "tok_ok"), "completed");
        shop.awaitStatus(shop.order("third", "tea", 6, "tok_ok"), "failed");

        assertThat(status(() -> shop.client().delete("/products/tea"))).isIn(204, 404);
        awaitAvailable(0);
        assertThat(shop.auditAtRest().violated()).isEmpty();

        shop.clock().advance(LONG);
        Eventually.holds(
                LIMIT,
                () -> shop.database().number("SELECT count(*) FROM stock.reservations") == 0,
                () -> "reservations are still there");
        assertThat(shop.database().number("SELECT sum(delta_deducted) FROM stock.movements WHERE kind = 'opening'"))
                .isEqualTo(19);
        assertThat(shop.auditAtRest().violated()).isEmpty();
    }

    private static int status(ShopClient.Request request) {
        return ShopClient.insist(request).status();
    }

    private static void awaitAvailable(long units) {
        Eventually.holds(
                LIMIT,
                () -> shop.client().get("/stock/tea").body().path("available").asLong() == units,
                () -> shop.client().get("/stock/tea").text());
    }
}
