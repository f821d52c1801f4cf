package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deadlines in a running shop, whose deadline is a quarter of an hour. */
class DeadlineSweeperIT {

    private static final Duration HALF = Duration.ofMinutes(8);
    private static final VirtualClock CLOCK = new VirtualClock();

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService())
            .with(CLOCK)
            .with("order", "sweepEvery: 20ms")
            .onLoops(2);

    private static final OrderSays ORDER = new OrderSays(SHOP);

    @BeforeAll
    static void sellTea() {
        ORDER.sellTea();
    }

    @Test
    void repeatsAnOrderThatNobodyHeardOfAndGivesItUpAtLast() {
        UUID order = ORDER.place();

        CLOCK.advance(HALF);
        eventually(() -> assertThat(ORDER.announced(OrderCreated.class, order)).hasSizeGreaterThanOrEqualTo(2));
        CLOCK.advance(HALF);
        OrderFailed failed =
                SHOP.events().await(OrderFailed.class, event -> event.orderId().equals(order));

        assertThat(failed.reason()).isEqualTo("stock_timeout");
        assertThat(ORDER.announced(OrderCreated.class, order).stream()
                        .map(Announcement::id)
                        .distinct())
                .hasSize(1);
        assertThat(ORDER.status(order)).isEqualTo("failed");
    }

    @Test
    void goesOnAfterARestart() {
        UUID order = ORDER.place();
        CLOCK.advance(HALF);
        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM orders.watched WHERE order_id = ?", order))
                .isEqualTo(1));

        SHOP.restart();
        CLOCK.advance(HALF);

        ORDER.awaitStatus(order, "failed");
    }
}
