package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A shop's order service as the tests of its flows talk to it: customers and clerks over HTTP, stock and payment by events. */
record OrderSays(ShopFixture shop) {

    private static final BigDecimal PRICE = new BigDecimal("4.50");

    void sellTea() {
        shop.events().publish("catalog", new ProductCreated("tea", "Tea", PRICE, "USD", 100, 1));
        eventually(() -> assertThat(shop.database().number("SELECT count(*) FROM orders.products"))
                .isEqualTo(1));
    }

    UUID place() {
        HttpAnswer answer = shop.http()
                .post("/orders", new JsonObject().put("customerId", "ann").put("items", new JsonArray().add("tea")));
        assertThat(answer.status()).isEqualTo(201);
        return UUID.fromString(answer.json().getString("id"));
    }

    HttpAnswer patch(UUID order, String status) {
        JsonObject body = new JsonObject().put("status", status);
        return await(shop.http().send(HttpMethod.PATCH, "/orders/" + order, Map.of(), body.toBuffer()));
    }

    void reserved(UUID order) {
        shop.events()
                .publish(
                        "stock",
                        new StockReserved(
                                order, "ann", tea(), PRICE, "USD", "tok_ok", Instant.parse("2030-01-01T00:00:00Z")));
    }

    void deducted(UUID order) {
        shop.events().publish("stock", new StockDeducted(order, tea()));
    }

    UUID initiated(UUID order) {
        UUID payment = Ids.next();
        shop.events().publish("payment", new PaymentInitiated(payment, order, "ann", PRICE, "USD", "pending"));
        return payment;
    }

    void captured(UUID order, UUID payment) {
        shop.events().publish("payment", new PaymentCompleted(payment, order, "ann", PRICE, "USD", "captured"));
    }

    String status(UUID order) {
        return shop.http().get("/orders/" + order).json().getString("status");
    }

    void awaitStatus(UUID order, String status) {
        eventually(() -> assertThat(status(order)).isEqualTo(status));
    }

    /** All announcements of this type about the order that were heard so far. */
    List<Announcement<?>> announced(Class<? extends Event> type, UUID order) {
        return shop.events().heard().stream()
                .filter(told -> type.isInstance(told.event()))
                .filter(told -> told.event().subject().equals(order.toString()))
                .toList();
    }

    private static List<ItemQuantity> tea() {
        return List.of(new ItemQuantity("tea", 1));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }
}
