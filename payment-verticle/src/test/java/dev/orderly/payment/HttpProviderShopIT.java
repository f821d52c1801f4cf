package dev.orderly.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.example.provider.ExampleProvider;
import dev.orderly.example.provider.Till;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A shop whose money is moved by the example provider. */
class HttpProviderShopIT {

    @Test
    void takesMoneyAndGivesItBack() throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        Till till = new Till(Duration.ZERO);
        int port = new ExampleProvider(vertx, till, "secret", Duration.ofMillis(50))
                .listen(0)
                .await(20, TimeUnit.SECONDS);
        ShopFixture shop = ShopFixture.of(new PaymentService())
                .with(
                        "payment",
                        "{ provider: http, http: { url: 'http://127.0.0.1:%d', token: secret } }".formatted(port))
                .start();
        UUID order = Ids.next();
        try {
            shop.events().publish("stock", PaymentDesk.order(order, "EUR", "tok_flaky"));
            shop.events().await(PaymentCompleted.class, event -> event.orderId().equals(order));
            shop.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));
            shop.events().await(PaymentRefunded.class, event -> event.orderId().equals(order));
        } finally {
            shop.close();
            vertx.close().await(20, TimeUnit.SECONDS);
        }
        assertThat(till.captures()).isEqualTo(1);
        assertThat(till.refunds()).isEqualTo(1);
    }
}
