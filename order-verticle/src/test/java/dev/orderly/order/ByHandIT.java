package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.contracts.ShippingEvent.OrderDelivered;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shop in which people say what is paid and what is handed over. */
class ByHandIT {

    @RegisterExtension
    static final ShopFixture SHOP =
            ShopFixture.of(new OrderService()).with(new Flow(PaymentTrigger.MANUAL, Fulfilment.MANUAL));

    private static final OrderSays ORDER = new OrderSays(SHOP);

    @BeforeAll
    static void sellTea() {
        ORDER.sellTea();
    }

    @Test
    void goesFromPlacedToDelivered() {
        UUID order = paid();

        assertThat(ORDER.patch(order, "shipped").json().getString("status")).isEqualTo("shipped");
        OrderShipped shipped =
                SHOP.events().await(OrderShipped.class, event -> event.orderId().equals(order));
        ORDER.deducted(order);
        assertThat(ORDER.patch(order, "delivered").json().getString("status")).isEqualTo("delivered");
        OrderDelivered delivered = SHOP.events()
                .await(OrderDelivered.class, event -> event.orderId().equals(order));
        OrderCompleted completed = SHOP.events()
                .await(OrderCompleted.class, event -> event.orderId().equals(order));

        assertThat(shipped.shipmentId()).isEmpty();
        assertThat(delivered.customerId()).isEqualTo("ann");
        assertThat(completed.paymentId()).isEmpty();
        assertThat(ORDER.announced(OrderUpdated.class, order))
                .extracting(Announcement::sequence)
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(SHOP.database().value("SELECT settled_by_hand FROM orders.orders WHERE id = ?", order))
                .isEqualTo("true");
    }

    @Test
    void sendsNothingAstrayThatNobodyHears() {
        UUID order = paid();
        assertThat(ORDER.patch(order, "shipped").status()).isEqualTo(200);
        assertThat(ORDER.patch(order, "delivered").status()).isEqualTo(200);

        SHOP.events().await(OrderDelivered.class, event -> event.orderId().equals(order));
        SHOP.events().await(OrderCompleted.class, event -> event.orderId().equals(order));

        assertThat(List.of("Order_Unrouted", "unrouted"))
                .allMatch(queue -> SHOP.events().waiting(queue) == 0);
    }

    @Test
    void answersTheSameWishAgain() {
        UUID order = paid();

        HttpAnswer first = ORDER.patch(order, "shipped");
        HttpAnswer second = ORDER.patch(order, "shipped");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        eventually(() -> assertThat(ORDER.announced(OrderShipped.class, order)).hasSize(1));
        assertThat(SHOP.database().number("SELECT version FROM orders.orders WHERE id = ?", order))
                .isEqualTo(4);
    }

    @Test
    void movesOnlyWhatTheClerkHasSeen() {
        UUID order = paid();
        String seen = tag(order);

        HttpAnswer shipped = patch(order, "shipped", seen);

        assertThat(shipped.status()).isEqualTo(200);
        assertThat(shipped.header("ETag")).contains(tag(order)).isNotEqualTo(Optional.of(seen));
        assertThat(patch(order, "delivered", seen).problem()).contains("precondition_failed");
        assertThat(ORDER.status(order)).isEqualTo("shipped");
        assertThat(patch(order, "delivered", tag(order)).status()).isEqualTo(200);
    }

    @Test
    void cancelsOnlyWhatTheCustomerHasSeen() {
        UUID order = ORDER.place();
        String seen = tag(order);
        ORDER.reserved(order);
        ORDER.awaitStatus(order, "awaiting_payment");

        assertThat(cancel(order, seen).status()).isEqualTo(412);
        assertThat(ORDER.status(order)).isEqualTo("awaiting_payment");
        assertThat(cancel(order, tag(order)).status()).isEqualTo(200);
    }

    @Test
    void refusesToBePaidBeforeItsStockIsReserved() {
        UUID order = ORDER.place();

        HttpAnswer answer = ORDER.patch(order, "paid");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).contains("conflict");
        assertThat(answer.json().getString("detail")).contains("pending", "awaiting_payment", "cancelled");
        assertThat(SHOP.database().value("SELECT settled_by_hand FROM orders.orders WHERE id = ?", order))
                .isEqualTo("false");
    }

    @Test
    void refusesToSkipAStep() {
        UUID order = paid();

        assertThat(ORDER.patch(order, "delivered").status()).isEqualTo(409);
        assertThat(ORDER.patch(order, "delivered").json().getString("detail")).contains("shipped, cancelled");
        assertThat(ORDER.status(order)).isEqualTo("paid");
    }

    @Test
    void cancelsAPaidOrderUntilItIsShipped() {
        UUID order = paid();
        UUID other = paid();
        assertThat(ORDER.patch(other, "shipped").status()).isEqualTo(200);

        assertThat(SHOP.http().post("/orders/" + order + "/cancel").status()).isEqualTo(200);
        assertThat(SHOP.http().post("/orders/" + other + "/cancel").status()).isEqualTo(409);
    }

    @Test
    void refusesAStatusThatNobodySets() {
        UUID order = ORDER.place();

        assertThat(ORDER.patch(order, "completed").status()).isEqualTo(400);
        assertThat(ORDER.patch(order, "completed").problem()).contains("validation_error");
        assertThat(ORDER.patch(Ids.next(), "paid").status()).isEqualTo(404);
    }

    @Test
    void namesTheClerkInTheTimeline() {
        UUID order = paid();

        JsonObject last = SHOP.http()
                .get("/orders/" + order + "/timeline")
                .json()
                .getJsonArray("steps")
                .getJsonObject(2);

        assertThat(last.getString("event")).isEqualTo("PATCH paid");
        assertThat(last.getString("source")).isEqualTo("clerk");
        assertThat(last.getString("effect")).isEqualTo("moved to paid");
    }

    private static String tag(UUID order) {
        return SHOP.http().get("/orders/" + order).header("ETag").orElseThrow();
    }

    private static HttpAnswer patch(UUID order, String status, String tag) {
        JsonObject body = new JsonObject().put("status", status);
        return SHOP.http().ask(HttpMethod.PATCH, "/orders/" + order, Map.of("If-Match", tag), body);
    }

    private static HttpAnswer cancel(UUID order, String tag) {
        return SHOP.http()
                .ask(HttpMethod.POST, "/orders/" + order + "/cancel", Map.of("If-Match", tag), new JsonObject());
    }

    private static UUID paid() {
        UUID order = ORDER.place();
        ORDER.reserved(order);
        ORDER.awaitStatus(order, "awaiting_payment");
        assertThat(ORDER.patch(order, "paid").json().getString("status")).isEqualTo("paid");
        return order;
    }
}
