package dev.orderly.stock;

import static dev.orderly.stock.Warehouse.created;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stock's own clockwork: nobody asks, and the order hears again what it may have missed. */
class RemindersVerticleIT {

    private static final VirtualClock CLOCK = new VirtualClock();

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new StockService())
            .with(CLOCK)
            .with("stock", "sweepEvery: 20ms")
            .onLoops(2);

    @Test
    void tellsTheReservationAgainUnderTheSameIdWhenItsTimeHasPassed() {
        UUID id = Ids.next();
        SHOP.events().publish("catalog", created("tea", 10, 1));
        eventually(() -> assertThat(SHOP.http().get("/stock/tea").status()).isEqualTo(200));
        SHOP.events().publish("order", order(id, line("tea", 2)));
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(id));

        CLOCK.advance(Duration.ofMinutes(16));

        eventually(() -> assertThat(told(id)).hasSize(2));
        assertThat(told(id).get(1)).isEqualTo(told(id).get(0));
    }

    private static List<Announcement<?>> told(UUID order) {
        return SHOP.events().told("stock", order);
    }
}
