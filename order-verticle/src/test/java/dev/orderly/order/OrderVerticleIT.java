package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.OrderEvent;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events in, rows and events out, through a real broker. */
class OrderVerticleIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final int TRACE_ID_END = 36;
    private static final BigDecimal PRICE = new BigDecimal("4.50");

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService()).with("order", "idempotency: required");

    @BeforeAll
    static void sellTea() {
        new OrderSays(SHOP).sellTea();
    }

    @Test
    void s21DemandsAKeyWhereTheShopSaysSo() {
        assertThat(SHOP.http().post("/orders", tea()).status()).isEqualTo(400);
    }

    @Test
    void tellsOfANewOrderWithinItsTrace() {
        UUID order = place();

        OrderCreated created =
                SHOP.events().await(OrderCreated.class, event -> event.orderId().equals(order));

        assertThat(created.items()).extracting("productId", "quantity").containsExactly(tuple("tea", 1L));
        assertThat(created.totalAmount()).isEqualByComparingTo(PRICE);
        assertThat(announced(OrderCreated.class, order)).allSatisfy(told -> {
            assertThat(told.traceparent())
                    .hasValueSatisfying(trace -> assertThat(trace)
                            .startsWith(TRACE.substring(0, TRACE_ID_END))
                            .isNotEqualTo(TRACE));
            assertThat(told.sequence()).isEqualTo(1);
            assertThat(told.source()).isEqualTo("order");
        });
    }

    @Test
    void completesAnOrder() {
        UUID order = place();
        UUID payment = Ids.next();

        tell("stock", reserved(order));
        awaitStatus(order, "awaiting_payment");
        tell("payment", captured(order, payment));
        OrderCompleted completed = SHOP.events()
                .await(OrderCompleted.class, event -> event.orderId().equals(order));
        tell("stock", new StockDeducted(order, List.of(new ItemQuantity("tea", 1))));
        awaitStatus(order, "completed");

        assertThat(completed.paymentId()).contains(payment);
        assertThat(announced(OrderUpdated.class, order))
                .extracting(Announcement::sequence)
                .contains(2L, 3L);
        assertThat(timeline(order))
                .extracting(step -> step.getString("event"))
                .containsExactly("order.created", "stock.reserved", "payment.successful", "stock.deducted");
        assertThat(timeline(order))
                .extracting(step -> step.getString("source"))
                .containsExactly("order", "stock", "payment", "stock");
    }

    @Test
    void failsAnOrderThatStockCannotServe() {
        UUID order = place();

        tell("stock", new StockNotReserved(order, "ann", List.of()));

        OrderFailed failed =
                SHOP.events().await(OrderFailed.class, event -> event.orderId().equals(order));
        assertThat(failed.reason()).isEqualTo("out_of_stock");
        assertThat(SHOP.http().get("/orders/" + order).json().getString("reason"))
                .isEqualTo("out_of_stock");
    }

    @Test
    void failsAnOrderWhoseCardIsDeclined() {
        UUID order = place();

        tell("stock", reserved(order));
        tell("payment", new PaymentFailed(Ids.next(), order, "ann", PRICE, "USD", "failed", "card_declined"));

        awaitStatus(order, "failed");
        assertThat(SHOP.http().get("/orders/" + order).json().getString("reason"))
                .isEqualTo("payment_declined");
    }

    @Test
    void tellsTheCancellationAgainWhenThePaymentComesTooLate() {
        UUID order = place();
        assertThat(SHOP.http().post("/orders/" + order + "/cancel").status()).isEqualTo(200);
        OrderCancelled cancelled = SHOP.events()
                .await(OrderCancelled.class, event -> event.orderId().equals(order));

        tell("payment", captured(order, Ids.next()));

        eventually(() -> assertThat(announced(OrderCancelled.class, order)).hasSizeGreaterThanOrEqualTo(2));
        assertThat(announced(OrderCancelled.class, order).stream()
                        .map(Announcement::id)
                        .distinct())
                .hasSize(1);
        assertThat(cancelled.reason()).isEqualTo("customer_request");
        assertThat(SHOP.database().value("SELECT captured FROM orders.orders WHERE id = ?", order))
                .isEqualTo("true");
    }

    @Test
    void refusesToCancelAPaidOrderAndNamesItsMoves() {
        UUID order = place();
        tell("payment", captured(order, Ids.next()));
        awaitStatus(order, "paid");

        HttpAnswer answer = SHOP.http().post("/orders/" + order + "/cancel");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).contains("conflict");
        assertThat(answer.json().getString("detail")).contains("paid").contains("completed");
    }

    @Test
    void bearsEveryEventTwice() {
        UUID order = place();
        Announcement<StockReserved> reserved = told("stock", reserved(order));
        Announcement<PaymentCompleted> captured = told("payment", captured(order, Ids.next()));

        SHOP.events().publish(List.of(captured, captured));
        awaitStatus(order, "paid");
        SHOP.events().publish(List.of(reserved, reserved));
        SHOP.events().publish(List.of(reserved));

        eventually(() -> assertThat(timeline(order)).hasSize(3));
        awaitStatus(order, "paid");
        assertThat(SHOP.database().number("SELECT version FROM orders.orders WHERE id = ?", order))
                .isEqualTo(2);
    }

    @Test
    void setsAnEventAboutAnUnknownOrderAsideAndServesItsNeighbours() {
        UUID order = place();

        SHOP.events().publish(List.of(told("stock", reserved(Ids.next())), told("stock", reserved(order))));

        awaitStatus(order, "awaiting_payment");
        String queue = new Subscription("order", EventType.STOCK_RESERVED).queue();
        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM orders.dead_letters WHERE queue = ?", queue))
                .isEqualTo(1));
    }

    @Test
    void sellsAtThePriceOfTheLatestNewsAndNotWhatIsDeleted() {
        tell("catalog", new ProductCreated("cup", "Cup", PRICE, "USD", 100, 2));
        tell("catalog", updated("cup", "7.00", 4));
        tell("catalog", updated("cup", "6.00", 3));
        tell("catalog", updated("jug", "1.00", 1));
        eventually(() -> assertThat(placing("jug").status()).isEqualTo(201));
        assertThat(placing("cup").json().getDouble("totalAmount")).isEqualTo(7.0);

        tell("catalog", new ProductDeleted("cup", 6));
        eventually(() -> assertThat(placing("cup").status()).isEqualTo(422));
        tell("catalog", updated("cup", "6.00", 5));
        tell("catalog", updated("jar", "1.00", 1));
        eventually(() -> assertThat(placing("jar").status()).isEqualTo(201));

        assertThat(placing("cup").problem()).contains("unknown_product");
    }

    @Test
    void doesNotSellWhatWasDeletedBeforeItWasHeardOf() {
        tell("catalog", new ProductDeleted("fog", 2));
        eventually(() -> assertThat(SHOP.database()
                        .number("SELECT count(*) FROM orders.products WHERE product_id = 'fog' AND deleted"))
                .isEqualTo(1));
        tell("catalog", new ProductCreated("fog", "Fog", PRICE, "USD", 100, 1));
        tell("catalog", new ProductCreated("mug", "Mug", PRICE, "USD", 100, 1));
        eventually(() -> assertThat(placing("mug").status()).isEqualTo(201));

        assertThat(placing("fog").status()).isEqualTo(422);
    }

    private static ProductUpdated updated(String product, String price, long sequence) {
        return new ProductUpdated(product, product, new BigDecimal(price), "USD", OptionalLong.empty(), sequence);
    }

    private static HttpAnswer placing(String product) {
        JsonObject body = new JsonObject().put("customerId", "ann").put("items", new JsonArray().add(product));
        return SHOP.http()
                .post("/orders", body, Map.of("Idempotency-Key", Ids.next().toString()));
    }

    private static UUID place() {
        HttpAnswer answer = SHOP.http()
                .post("/orders", tea(), Map.of("Idempotency-Key", Ids.next().toString(), "traceparent", TRACE));
        assertThat(answer.status()).isEqualTo(201);
        return UUID.fromString(answer.json().getString("id"));
    }

    private static JsonObject tea() {
        return new JsonObject().put("customerId", "ann").put("items", new JsonArray().add("tea"));
    }

    private static StockReserved reserved(UUID order) {
        return new StockReserved(
                order, "ann", List.of(new ItemQuantity("tea", 1)), PRICE, "USD", "tok_ok", Instant.now());
    }

    private static PaymentCompleted captured(UUID order, UUID payment) {
        return new PaymentCompleted(payment, order, "ann", PRICE, "USD", "captured");
    }

    private static <E extends Event> Announcement<E> told(String source, E event) {
        return Announcement.of(source, 1, Instant.now(), event);
    }

    private static <E extends Event> void tell(String source, E event) {
        SHOP.events().publish(List.of(told(source, event)));
    }

    private static void awaitStatus(UUID order, String status) {
        eventually(() -> assertThat(SHOP.http().get("/orders/" + order).json().getString("status"))
                .isEqualTo(status));
    }

    private static List<JsonObject> timeline(UUID order) {
        return SHOP.http().get("/orders/" + order + "/timeline").json().getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<Announcement<?>> announced(Class<? extends OrderEvent> type, UUID order) {
        return SHOP.events().heard().stream()
                .filter(told -> type.isInstance(told.event()))
                .filter(told -> told.event().subject().equals(order.toString()))
                .toList();
    }
}
