package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators see of orders on the management port, and do to them. */
class OperatorApiIT {

    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final VirtualClock CLOCK = new VirtualClock();
    private static final JsonObject ANN = new JsonObject().put("operator", "ann");

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService()).with(CLOCK);

    @BeforeAll
    static void sellTea() {
        new OrderSays(SHOP).sellTea();
    }

    @Test
    void listsTheOrdersThatWaitForLong() {
        UUID order = place("bob");
        UUID dead = place("bob");
        assertThat(SHOP.http().post("/orders/" + dead + "/cancel").status()).isEqualTo(200);
        assertThat(stuck("PT5M")).isEmpty();
        CLOCK.advance(Duration.ofMinutes(6));

        List<JsonObject> stuck = stuck("PT5M");

        assertThat(stuck).extracting(found -> found.getString("id")).contains(order.toString());
        assertThat(stuck).extracting(found -> found.getString("id")).doesNotContain(dead.toString());
        JsonObject found = stuck.stream()
                .filter(one -> one.getString("id").equals(order.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(found.getString("customerId")).isEqualTo("bob");
        assertThat(found.getString("status")).isEqualTo("pending");
        assertThat(found.getString("waitsFor")).contains("stock");
        assertThat(found.getJsonArray("movedBy")).contains("stock.reserved", "cancel");
        cancel(order);
        assertThat(stuck("PT5M")).extracting(one -> one.getString("id")).doesNotContain(order.toString());
    }

    @Test
    void refusesAListThatIsTooLong() {
        assertThat(SHOP.operators().get("/orders/stuck?limit=101").status()).isEqualTo(400);
        assertThat(SHOP.operators().get("/orders/stuck?olderThan=soon").status())
                .isEqualTo(400);
    }

    @Test
    void showsAllThatIsKnownOfAnOrder() {
        UUID order = place("bob");

        JsonObject shown = SHOP.operators().get("/orders/" + order).json();

        assertThat(shown.getString("id")).isEqualTo(order.toString());
        assertThat(shown.getJsonObject("facts").getBoolean("reserved")).isFalse();
        assertThat(shown.getString("since")).isNotBlank();
        assertThat(shown.getString("waitsFor")).contains("stock");
        assertThat(timeline(order)).extracting(told -> told.getString("what")).containsExactly("order.created");
        assertThat(SHOP.operators().get("/orders/" + Ids.next()).status()).isEqualTo(404);
        assertThat(SHOP.operators().get("/orders/no-uuid").status()).isEqualTo(400);
    }

    @Test
    void saysAnOrdersLastWordAgain() {
        UUID order = place("bob");

        HttpAnswer answer = SHOP.operators().post("/orders/" + order + "/retry", ANN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonArray("repeated")).containsExactly("order.created");
        assertThat(answer.json().getBoolean("called")).isFalse();
        eventually(() -> assertThat(created(order)).hasSizeGreaterThanOrEqualTo(2));
        assertThat(created(order).stream().map(Announcement::id).distinct()).hasSize(1);
        assertThat(timeline(order))
                .extracting(told ->
                        told.getString("source") + ": " + told.getString("what") + ", " + told.getString("effect"))
                .contains("operator: retry, announced again: order.created", "operator: retry, asked for by ann");
    }

    @Test
    void saysNothingAgainForAnOrderAtRest() {
        UUID order = place("bob");
        cancel(order);

        HttpAnswer answer = SHOP.operators().post("/orders/" + order + "/retry", ANN);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(timeline(order)).noneMatch(told -> told.getString("what").equals("retry"));
        assertThat(SHOP.operators()
                        .post("/orders/" + Ids.next() + "/retry", ANN)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void cancelsAnOrderAndSaysWhoWantedIt() {
        UUID order = place("bob");

        HttpAnswer answer =
                SHOP.operators().post("/orders/" + order + "/cancel", ANN.copy().put("reason", "fraud"));

        assertThat(answer.json())
                .isEqualTo(new JsonObject().put("id", order.toString()).put("status", "cancelled"));
        assertThat(timeline(order))
                .extracting(told -> told.getString("source") + ": " + told.getString("effect"))
                .contains("operator: moved to cancelled: fraud", "operator: asked for by ann");
    }

    @Test
    void refusesToCancelWhatIsPaidAndToCancelWithoutAReason() {
        UUID order = place("bob");
        tell("payment", new PaymentCompleted(Ids.next(), order, "bob", PRICE, "USD", "captured"));
        eventually(() -> assertThat(SHOP.http().get("/orders/" + order).json().getString("status"))
                .isEqualTo("paid"));

        HttpAnswer late =
                SHOP.operators().post("/orders/" + order + "/cancel", ANN.copy().put("reason", "fraud"));

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().getString("detail")).contains("completed");
        assertThat(SHOP.operators().post("/orders/" + order + "/cancel", ANN).status())
                .isEqualTo(400);
    }

    @Test
    void forgetsACustomerOnceNoOrderIsOpen() {
        UUID order = place("zoe");
        HttpAnswer refused = SHOP.operators().post("/order/customers/zoe/erase", new JsonObject());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains(order.toString());
        JsonObject farewell = new JsonObject().put("reason", "I, Zoe, moved");
        assertThat(SHOP.http().post("/orders/" + order + "/cancel", farewell).status())
                .isEqualTo(200);

        HttpAnswer erased = SHOP.operators().post("/order/customers/zoe/erase", new JsonObject());

        assertThat(erased.json().getString("customerId")).isEqualTo("zoe");
        assertThat(erased.json().getInteger("orders")).isEqualTo(1);
        assertThat(SHOP.database().rows("SELECT customer_id, ship_to, reason FROM orders.orders WHERE id = ?", order))
                .containsExactly(row("erased"));
        assertThat(timeline(order).toString()).doesNotContain("Zoe");
        assertThat(SHOP.database().number("SELECT count(*) FROM orders.idempotency WHERE customer_id = 'zoe'"))
                .isZero();
        assertThat(SHOP.operators()
                        .post("/order/customers/zoe/erase", new JsonObject())
                        .json()
                        .getInteger("orders"))
                .isZero();
    }

    private static Map<String, Object> row(String word) {
        Map<String, Object> row = new HashMap<>();
        row.put("customer_id", word);
        row.put("ship_to", null);
        row.put("reason", word);
        return row;
    }

    private static void cancel(UUID order) {
        assertThat(SHOP.operators()
                        .post("/orders/" + order + "/cancel", new JsonObject().put("reason", "test"))
                        .status())
                .isEqualTo(200);
    }

    private static List<JsonObject> stuck(String olderThan) {
        return objects(SHOP.operators()
                .get("/orders/stuck?olderThan=" + olderThan)
                .json()
                .getJsonArray("orders"));
    }

    private static List<JsonObject> timeline(UUID order) {
        return objects(SHOP.operators().get("/orders/" + order).json().getJsonArray("timeline"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<Announcement<?>> created(UUID order) {
        return SHOP.events().heard().stream()
                .filter(told -> told.event() instanceof OrderCreated created
                        && created.orderId().equals(order))
                .toList();
    }

    private static UUID place(String customer) {
        JsonObject order = new JsonObject()
                .put("customerId", customer)
                .put("items", new JsonArray().add("tea"))
                .put(
                        "shipTo",
                        new JsonObject()
                                .put("name", customer)
                                .put("street", "1 Road")
                                .put("city", "Town")
                                .put("country", "Land"));
        HttpAnswer answer = SHOP.http()
                .post("/orders", order, Map.of("Idempotency-Key", Ids.next().toString()));
        return UUID.fromString(answer.json().getString("id"));
    }

    private static <E extends Event> void tell(String source, E event) {
        SHOP.events().publish(List.of(Announcement.of(source, 1, Instant.now(), event)));
    }
}
