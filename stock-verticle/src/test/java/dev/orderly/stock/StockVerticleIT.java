package dev.orderly.stock;

import static dev.orderly.stock.Warehouse.created;
import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.testing.ShopFixture;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stock among the other services: an event in, rows and events out, through a real broker. */
class StockVerticleIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new StockService()).onLoops(2);

    private final String product = "p-" + Ids.next();
    private final UUID id = Ids.next();

    @BeforeEach
    void stock() {
        SHOP.events().publish("catalog", created(product, 10, 1));
        eventually(
                () -> assertThat(SHOP.http().get("/stock/" + product).status()).isEqualTo(200));
    }

    @Test
    void reservesAndDeductsAnOrder() {
        SHOP.events().publish("order", order(id, line(product, 2)));
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(id));
        SHOP.events().publish("order", completed(id));
        SHOP.events().await(StockDeducted.class, deducted -> deducted.orderId().equals(id));

        assertThat(status(id)).isEqualTo("deducted");
        assertThat(level()).isEqualTo("8/0/2");
    }

    @Test
    void reservesNothingForAnOrderWhoseCancellationOvertookIt() {
        SHOP.events().publish("order", cancelled(id));
        eventually(() -> assertThat(status(id)).isEqualTo("void"));
        UUID next = Ids.next();
        SHOP.events().publish("order", List.of(order(id, line(product, 2)), order(next, line(product, 1))));
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(next));

        assertThat(status(id)).isEqualTo("void");
        assertThat(level()).isEqualTo("9/1/0");
        assertThat(told(id)).isEmpty();
    }

    @Test
    void tellsDuplicatesTheSameEventUnderTheSameId() {
        Announcement<OrderCreated> order = SHOP.events().publish("order", order(id, line(product, 2)));
        Announcement<OrderCreated> refused = SHOP.events().publish("order", order(Ids.next(), line(product, 11)));
        eventually(() -> assertThat(told(refused.event().orderId())).hasSize(1));
        for (int time = 0; time < 3; time++) {
            SHOP.events().publish(List.of(order));
            SHOP.events().publish(List.of(refused));
        }

        eventually(() -> assertThat(told(id)).hasSizeGreaterThan(1));
        eventually(() -> assertThat(told(refused.event().orderId())).hasSizeGreaterThan(1));
        eventually(() ->
                assertThat(SHOP.events().waiting("Stock_OrderCreatedQueue")).isZero());
        assertThat(told(id)).allMatch(told(id).get(0)::equals);
        assertThat(told(refused.event().orderId()))
                .allMatch(told(refused.event().orderId()).get(0)::equals);
        assertThat(level()).isEqualTo("8/2/0");
    }

    @Test
    void sendsTheCompletionOfAnUnknownOrderToTheDeadLettersAndItsNeighboursThrough() {
        SHOP.events().publish("order", order(id, line(product, 2)));
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(id));
        long dead = deadCompletions();
        SHOP.events().publish("order", List.of(completed(Ids.next()), completed(id)));

        SHOP.events().await(StockDeducted.class, deducted -> deducted.orderId().equals(id));
        eventually(() -> assertThat(deadCompletions()).isEqualTo(dead + 1));
    }

    private static long deadCompletions() {
        return SHOP.database()
                .number("SELECT count(*) FROM stock.dead_letters WHERE queue = 'Stock_OrderCompletedEventQueue'");
    }

    @Test
    void releasesWhatACancelledOrderHeld() {
        SHOP.events().publish("order", order(id, line(product, 2)));
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(id));
        SHOP.events().publish("order", cancelled(id));
        SHOP.events().await(StockReleased.class, released -> released.orderId().equals(id));

        assertThat(level()).isEqualTo("10/0/0");
    }

    @Test
    void sellsTheLastUnitsOnce() {
        List<OrderCreated> orders = IntStream.range(0, 50)
                .mapToObj(number -> order(Ids.next(), line(product, 1)))
                .toList();
        orders.forEach(order -> SHOP.events().publish("order", order));

        eventually(() -> assertThat(SHOP.events().heard(StockNotReserved.class).stream()
                        .filter(refused ->
                                refused.shortages().get(0).productId().equals(product)))
                .hasSize(40));
        assertThat(level()).isEqualTo("0/10/0");
    }

    private static List<Announcement<?>> told(UUID order) {
        return SHOP.events().told("stock", order);
    }

    private static String status(UUID order) {
        return SHOP.database()
                .value("SELECT coalesce(max(status), 'none') FROM stock.reservations WHERE order_id = ?", order);
    }

    private String level() {
        return SHOP.database()
                .value(
                        "SELECT available || '/' || reserved || '/' || deducted FROM stock.stock_levels WHERE product_id = ?",
                        product);
    }
}
