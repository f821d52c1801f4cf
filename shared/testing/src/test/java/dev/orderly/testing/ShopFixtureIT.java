package dev.orderly.testing;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.BackendControl.Act;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopFixtureIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new SeeingService())
            .with("catalog", "greeting: good day")
            .onLoops(2);

    @Test
    void takesAnEventInAndShowsRowAnswerAndAnnouncement() {
        SHOP.events().publish("stock", new StockUpdated("tea", 7, 1));

        SHOP.events().await(ProductDeleted.class, told -> told.productId().equals("tea"));
        assertThat(SHOP.database().number("SELECT quantity FROM catalog.seen WHERE product_id = ?", "tea"))
                .isEqualTo(7);
        HttpAnswer answer = SHOP.http().get("/seen/tea");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getInteger("quantity")).isEqualTo(7);
        assertThat(answer.json().getString("greeting")).isEqualTo("good day");
    }

    @Test
    void keepsTheTrailOfWhatWasHeardAndSaid() {
        var heard = SHOP.events().publish("stock", new StockUpdated("cup", 3, 1));

        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM catalog.inbox WHERE event_id = ?", heard.id()))
                .isEqualTo(1));
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM catalog.outbox_archive"))
                .isPositive());
    }

    @Test
    void findsPoisonOnTheDesk() {
        var queue = new Subscription("catalog", EventType.STOCK_UPDATED);

        SHOP.events().poison(queue, "application/json", "not an event".getBytes(StandardCharsets.UTF_8));

        eventually(() -> assertThat(SHOP.database()
                        .number("SELECT count(*) FROM catalog.dead_letters WHERE queue = ?", queue.queue()))
                .isEqualTo(1));
    }

    @Test
    void carriesOnAfterARestartOfTheServices() {
        SHOP.stopServices();
        SHOP.events().publish("stock", new StockUpdated("samovar", 1, 1));
        SHOP.startServices();

        SHOP.events().await(ProductDeleted.class, told -> told.productId().equals("samovar"));
    }

    @Test
    void carriesOnAfterTheBrokerWasAway() {
        assumeTrue(Backends.brokerControl().can(Act.STOP));
        Backends.brokerControl().stop();
        Backends.brokerControl().start();

        eventually(() -> SHOP.events().publish("stock", new StockUpdated("spoon", 2, 1)));
        SHOP.events().await(ProductDeleted.class, told -> told.productId().equals("spoon"));
    }

    @Test
    void carriesOnAfterPostgresWasKilled() {
        assumeTrue(Backends.postgresControl().can(Act.KILL));
        Backends.postgresControl().kill();
        Backends.postgresControl().start();

        SHOP.events().publish("stock", new StockUpdated("pot", 2, 1));
        SHOP.events().await(ProductDeleted.class, told -> told.productId().equals("pot"));
    }
}
