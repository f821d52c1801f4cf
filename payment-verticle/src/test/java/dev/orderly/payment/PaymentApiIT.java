package dev.orderly.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.testing.Eventually;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The payment contract over HTTP. */
class PaymentApiIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new PaymentService());

    private final UUID order = Ids.next();

    @Test
    void showsARefundedPaymentWithItsRefund() {
        UUID payment = reserved("tok_ok");
        SHOP.events().await(PaymentCompleted.class, event -> event.orderId().equals(order));
        SHOP.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));
        SHOP.events().await(PaymentRefunded.class, event -> event.orderId().equals(order));

        HttpAnswer answer = SHOP.http().get("/payments/" + payment);
        JsonObject shown = answer.json();

        assertThat(known(payment, answer.header("ETag").orElseThrow()).status()).isEqualTo(304);
        assertThat(known(payment, "\"other\"").body()).isEqualTo(answer.body());
        assertThat(shown.getString("id")).isEqualTo(payment.toString());
        assertThat(shown.getString("orderId")).isEqualTo(order.toString());
        assertThat(shown.getString("customerId")).isEqualTo("ada");
        assertThat(shown.getString("status")).isEqualTo("refunded");
        assertThat(shown.getString("method")).isEqualTo("tok_ok");
        assertThat(shown.getString("currency")).isEqualTo("EUR");
        assertThat(shown.getDouble("amount")).isEqualTo(12.5);
        assertThat(shown.getDouble("captured")).isEqualTo(12.5);
        assertThat(shown.getDouble("refunded")).isEqualTo(12.5);
        assertThat(shown.getString("createdAt")).endsWith("Z");
        JsonObject refund = shown.getJsonArray("refunds").getJsonObject(0);
        assertThat(refund.getString("cause")).isEqualTo("compensation");
        assertThat(refund.getString("status")).isEqualTo("done");
        assertThat(refund.getDouble("amount")).isEqualTo(12.5);
    }

    @Test
    void findsThePaymentOfAnOrder() {
        UUID payment = reserved("tok_declined");
        SHOP.events().await(PaymentFailed.class, event -> event.orderId().equals(order));

        JsonArray found = items(SHOP.http().get("/payments?orderId=" + order));

        assertThat(found).hasSize(1);
        assertThat(found.getJsonObject(0).getString("id")).isEqualTo(payment.toString());
        assertThat(found.getJsonObject(0).getString("reason")).isEqualTo("card_declined");
        assertThat(items(SHOP.http().get("/payments?orderId=" + UUID.randomUUID())))
                .isEmpty();
    }

    @Test
    void showsATombstoneWithoutAnAmount() {
        SHOP.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));

        Eventually.eventually(() -> {
            JsonArray found = items(SHOP.http().get("/payments?orderId=" + order));
            assertThat(found).hasSize(1);
            assertThat(found.getJsonObject(0).getString("status")).isEqualTo("void");
            assertThat(found.getJsonObject(0).containsKey("amount")).isFalse();
        });
    }

    @Test
    void leadsFromPageToPage() {
        UUID older = reserved("tok_ok");
        UUID laterOrder = Ids.next();
        SHOP.events().publish("stock", PaymentDesk.order(laterOrder, "EUR", "tok_ok"));
        SHOP.events().await(PaymentInitiated.class, event -> event.orderId().equals(laterOrder));

        JsonObject first = SHOP.http().get("/payments?limit=1").json();
        JsonObject second = SHOP.http()
                .get("/payments?limit=100&after=" + first.getString("next"))
                .json();

        assertThat(first.getJsonArray("items")).hasSize(1);
        assertThat(second.getJsonArray("items").stream().map(item -> ((JsonObject) item).getString("id")))
                .contains(older.toString())
                .doesNotContain(first.getString("next"));
        assertThat(second.containsKey("next")).isFalse();
    }

    @Test
    void refusesWhatTheContractDoesNotKnow() {
        assertThat(SHOP.http().get("/payments/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(SHOP.http().get("/payments/one").status()).isEqualTo(400);
        assertThat(SHOP.http().get("/payments?orderId=one").status()).isEqualTo(400);
        assertThat(SHOP.http().get("/payments?limit=0").status()).isEqualTo(400);
        assertThat(SHOP.http().get("/payments?limit=101").status()).isEqualTo(400);
        assertThat(SHOP.http().post("/payments", new JsonObject()).status()).isEqualTo(400);
        assertThat(SHOP.http().put("/payments", new JsonObject()).status()).isEqualTo(405);
    }

    private static HttpAnswer known(UUID payment, String tag) {
        return SHOP.http().ask(HttpMethod.GET, "/payments/" + payment, Map.of("If-None-Match", tag), new JsonObject());
    }

    private UUID reserved(String method) {
        SHOP.events().publish("stock", PaymentDesk.order(order, "EUR", method));
        return SHOP.events()
                .await(PaymentInitiated.class, event -> event.orderId().equals(order))
                .paymentId();
    }

    private static JsonArray items(HttpAnswer answer) {
        return answer.json().getJsonArray("items");
    }
}
