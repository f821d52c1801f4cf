package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders that were finished long ago go, and nothing else does. */
class OrderPurgeIT {

    private static final VirtualClock CLOCK = new VirtualClock();

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService())
            .with("order", "retention: {finished: P400D, purgeEvery: 50ms}")
            .with(CLOCK);

    private static final OrderSays ORDER = new OrderSays(SHOP);

    @BeforeAll
    static void sellTea() {
        ProductCreated tea = new ProductCreated("tea", "Tea", new BigDecimal("4.50"), "USD", 100, 1);
        SHOP.events().publish(List.of(Announcement.of("catalog", 1, Instant.now(), tea)));
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.products"))
                .isEqualTo(1));
    }

    @Test
    void removesWhatWasFinishedLongAgoAndKeepsTheRest() {
        UUID finished = cancelled();
        UUID open = ORDER.place();
        UUID unsettled = cancelled();
        UUID fresh = cancelled();
        SHOP.database().run("UPDATE orders.orders SET reserved = true WHERE id = ?", unsettled);
        for (UUID old : List.of(finished, open, unsettled)) {
            SHOP.database()
                    .run(
                            "UPDATE orders.orders SET placed_at = placed_at - interval '2 days',"
                                    + " moved_at = moved_at - interval '2 days', updated_at = updated_at - interval '2 days'"
                                    + " WHERE id = ?",
                            old);
        }

        CLOCK.advance(Duration.ofDays(399));

        eventually(() -> assertThat(rows("orders", "id", finished)).isZero());
        assertThat(rows("history", "order_id", finished)).isZero();
        assertThat(rows("order_lines", "order_id", finished)).isZero();
        assertThat(rows("orders", "id", open)).isEqualTo(1);
        assertThat(rows("orders", "id", unsettled)).isEqualTo(1);
        assertThat(rows("orders", "id", fresh)).isEqualTo(1);
        assertThat(SHOP.database().value("SELECT up_to FROM orders.purged")).isEqualTo(finished.toString());
        assertThat(SHOP.http()
                        .get("/orders/stats")
                        .json()
                        .getJsonObject("orders")
                        .getLong("cancelled"))
                .isEqualTo(SHOP.database().number("SELECT count(*) FROM orders.orders WHERE status = 'cancelled'"));
    }

    @Test
    void tellsWhatIsSaidAboutAForgottenOrderFromWhatIsSaidAboutNone() {
        UUID forgotten = idOf(Instant.now().minus(Duration.ofDays(500)));
        UUID unheardOf = UUID.fromString("ffffffff-ffff-7fff-8000-000000000001");
        SHOP.database()
                .run(
                        "UPDATE orders.purged SET up_to = greatest(up_to, ?)",
                        idOf(Instant.now().minus(Duration.ofDays(400))));

        SHOP.events().publish("stock", new StockDeducted(forgotten, List.of()));
        SHOP.events().publish("stock", new StockDeducted(unheardOf, List.of()));

        eventually(() -> assertThat(detail(forgotten)).contains("is older than what is kept"));
        eventually(() -> assertThat(detail(unheardOf)).contains("there is no order"));
    }

    @Test
    void leavesTheRuntimeRoleNoWayToRemoveMore() {
        try (OrderBooks books = new OrderBooks()) {
            books.sells("tea", "4.50", 1);
            UUID order = books.place("tea");
            assertThat(books.cancel(order)).isPresent();

            int purged = books.run(() -> books.database.read("SELECT purge_orders('infinity', 100)", Tuple.tuple()))
                    .iterator()
                    .next()
                    .getInteger(0);

            assertThat(purged).isZero();
            assertThatThrownBy(() -> books.run(() -> books.database.read("DELETE FROM orders", Tuple.tuple())))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> books.run(() -> books.database.read("DELETE FROM history", Tuple.tuple())))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> books.run(
                            () -> books.database.read("UPDATE purged SET up_to = gen_random_uuid()", Tuple.tuple())))
                    .hasMessageContaining("permission denied");
        }
    }

    private static String detail(UUID order) {
        return SHOP.database()
                .value(
                        "SELECT coalesce(string_agg(detail, ' '), '') FROM orders.dead_letters WHERE cause = 'refused' AND subject = ?",
                        order.toString());
    }

    private static UUID idOf(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
    }

    private static long rows(String table, String column, UUID order) {
        return SHOP.database().number("SELECT count(*) FROM orders." + table + " WHERE " + column + " = ?", order);
    }

    private static UUID cancelled() {
        UUID order = ORDER.place();
        assertThat(SHOP.http().post("/orders/" + order + "/cancel").status()).isEqualTo(200);
        return order;
    }
}
