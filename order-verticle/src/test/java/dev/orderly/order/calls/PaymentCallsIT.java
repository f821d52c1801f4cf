package dev.orderly.order.calls;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.order.OrderService;
import dev.orderly.order.calls.PaymentStandIn.Asked;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order service asks for payments over HTTP, whatever the payment service does. */
class PaymentCallsIT {

    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final Vertx VERTX = Vertx.vertx();
    private static final PaymentStandIn PAYMENTS = new PaymentStandIn(VERTX);

    private static final String SETTINGS = """
            calls:
              url: %s
              attemptLimit: 3s
              lookEvery: 50ms
              backOff: {first: 10ms, longest: 100ms}
              breaker: {failures: 3, rest: 200ms}
            """;

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-";

    private static final ShopFixture SHOP = ShopFixture.of(new OrderService())
            .with("order", SETTINGS.formatted(PAYMENTS.url()))
            .with(new Flow(PaymentTrigger.ORDER_CALLS, Fulfilment.NONE));

    @BeforeAll
    static void sellTea() {
        SHOP.start();
        tell("catalog", new ProductCreated("tea", "Tea", PRICE, "USD", 100, 1));
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.products"))
                .isEqualTo(1));
    }

    @AfterAll
    static void close() {
        SHOP.close();
        PAYMENTS.close();
        VERTX.close().await();
    }

    @BeforeEach
    void answerAll() {
        PAYMENTS.answers(201);
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.payment_calls"))
                .isZero());
    }

    @Test
    void asksForThePaymentOfAReservedOrderAndForgetsTheAnsweredCall() {
        UUID order = reserve();

        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSize(1));
        awaitNoCall(order);
        Asked asked = PAYMENTS.asked(order.toString()).get(0);
        assertThat(asked.path()).isEqualTo("/payments");
        assertThat(asked.body())
                .isEqualTo(new JsonObject()
                        .put("orderId", order.toString())
                        .put("customerId", "ann")
                        .put("amount", 4.5)
                        .put("currency", "USD")
                        .put("paymentMethod", "tok_ok"));
    }

    @Test
    void asksWithinTheTraceOfTheReservation() {
        UUID order = place();

        SHOP.events()
                .publish(List.of(told("stock", reserved(order)).tracedBy(Optional.of(TRACE + "00f067aa0ba902b7-01"))));

        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSize(1));
        assertThat(PAYMENTS.asked(order.toString()).get(0).trace())
                .hasValueSatisfying(trace -> assertThat(trace).startsWith(TRACE).endsWith("-01"));
    }

    @Test
    void asksForNothingBeforeStockHasReserved() {
        UUID waiting = place();
        UUID order = reserve();

        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSize(1));
        assertThat(PAYMENTS.asked(waiting.toString())).isEmpty();
    }

    @Test
    void asksOnceHoweverOftenTheReservationIsTold() {
        UUID order = place();
        Announcement<StockReserved> reserved = told("stock", reserved(order));

        SHOP.events().publish(List.of(reserved, reserved));
        SHOP.events().publish(List.of(reserved));
        UUID later = reserve();

        eventually(() -> assertThat(PAYMENTS.asked(later.toString())).hasSize(1));
        assertThat(PAYMENTS.asked(order.toString())).hasSize(1);
    }

    @Test
    void asksAgainUnderTheSameKeyUntilItIsAnswered() {
        PAYMENTS.answers(503);
        UUID order = reserve();
        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSizeGreaterThan(4));

        PAYMENTS.answers(200);

        awaitNoCall(order);
        assertThat(PAYMENTS.asked(order.toString())).extracting(Asked::body).containsOnly(bodyOf(order));
    }

    @Test
    void bearsASilentService() {
        PAYMENTS.answers(PaymentStandIn.SILENCE);
        UUID order = reserve();
        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSizeGreaterThan(1));
        eventually(() -> assertThat(lastError(order)).isNotEqualTo("null"));

        PAYMENTS.answers(201);

        awaitNoCall(order);
    }

    @Test
    void leavesAServiceAloneThatIsAwayAndComesBackToIt() {
        PAYMENTS.goesAway();
        UUID order = reserve();
        eventually(() -> assertThat(lastError(order)).contains("refused"));
        eventually(() -> assertThat(attempts(order)).isGreaterThan(3));

        PAYMENTS.comesBack();

        awaitNoCall(order);
        assertThat(PAYMENTS.asked(order.toString())).hasSize(1);
    }

    @Test
    void keepsAskingRarelyAndCallsAPersonWhenItIsRefused() {
        PAYMENTS.answers(409);
        UUID order = reserve();

        eventually(() -> assertThat(lastError(order)).contains("HTTP 409").contains("as told"));
        eventually(() -> assertThat(attempts(order)).isGreaterThan(2));
        PAYMENTS.answers(200);
        awaitNoCall(order);
    }

    @Test
    void asksAgainWhenAnOperatorWantsIt() {
        UUID order = reserve();
        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSize(1));
        awaitNoCall(order);

        JsonObject retried = SHOP.operators()
                .post("/orders/" + order + "/retry", new JsonObject())
                .json();

        assertThat(retried.getBoolean("called")).isTrue();
        eventually(() -> assertThat(PAYMENTS.asked(order.toString())).hasSize(2));
        awaitNoCall(order);
    }

    @Test
    void dropsTheCallOfAnOrderThatIsDead() {
        PAYMENTS.answers(503);
        UUID order = reserve();
        eventually(() -> assertThat(attempts(order)).isPositive());

        assertThat(SHOP.http().post("/orders/" + order + "/cancel").status()).isEqualTo(200);

        assertThat(callsFor(order)).isZero();
    }

    @Test
    void dropsTheCallWhenThePaymentIsHeardOf() {
        PAYMENTS.answers(503);
        UUID order = reserve();
        eventually(() -> assertThat(attempts(order)).isPositive());

        tell("payment", new PaymentCompleted(Ids.next(), order, "ann", PRICE, "USD", "captured"));

        awaitNoCall(order);
        assertThat(SHOP.http().get("/orders/" + order).json().getString("status"))
                .isEqualTo("paid");
    }

    @Test
    void picksUpAfterARestartWhatWasLeft() {
        PAYMENTS.answers(503);
        UUID order = reserve();
        eventually(() -> assertThat(attempts(order)).isPositive());
        SHOP.stopServices();
        assertThat(callsFor(order)).isEqualTo(1);
        PAYMENTS.answers(201);

        SHOP.startServices();

        awaitNoCall(order);
    }

    @Test
    void picksUpWhatACrashLeftBetweenCommitAndCall() {
        UUID order = place();
        SHOP.database().run("UPDATE orders.orders SET status = 'awaiting_payment' WHERE id = ?", order);
        SHOP.database()
                .run(
                        "INSERT INTO orders.payment_calls (order_id, next_attempt_at, created_at) VALUES (?, now(), now())",
                        order);

        awaitNoCall(order);
        assertThat(PAYMENTS.asked(order.toString())).hasSize(1);
    }

    private static UUID reserve() {
        UUID order = place();
        tell("stock", reserved(order));
        eventually(() -> assertThat(SHOP.http().get("/orders/" + order).json().getString("status"))
                .isEqualTo("awaiting_payment"));
        return order;
    }

    private static UUID place() {
        JsonObject tea = new JsonObject().put("customerId", "ann").put("items", new JsonArray().add("tea"));
        return UUID.fromString(SHOP.http().post("/orders", tea).json().getString("id"));
    }

    private static JsonObject bodyOf(UUID order) {
        return PAYMENTS.asked(order.toString()).get(0).body();
    }

    private static void awaitNoCall(UUID order) {
        eventually(() -> assertThat(callsFor(order)).isZero());
    }

    private static long callsFor(UUID order) {
        return SHOP.database().number("SELECT count(*) FROM orders.payment_calls WHERE order_id = ?", order);
    }

    private static long attempts(UUID order) {
        return SHOP.database()
                .number("SELECT coalesce(sum(attempts), 0) FROM orders.payment_calls WHERE order_id = ?", order);
    }

    private static String lastError(UUID order) {
        return String.valueOf(
                SHOP.database().value("SELECT max(last_error) FROM orders.payment_calls WHERE order_id = ?", order));
    }

    private static StockReserved reserved(UUID order) {
        return new StockReserved(
                order, "ann", List.of(new ItemQuantity("tea", 1)), PRICE, "USD", "tok_ok", Instant.now());
    }

    private static <E extends Event> Announcement<E> told(String source, E event) {
        return Announcement.of(source, 1, Instant.now(), event);
    }

    private static <E extends Event> void tell(String source, E event) {
        SHOP.events().publish(List.of(told(source, event)));
    }
}
