package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Money that is given back on request: the row "POST refund" of the payment table, from HTTP in to rows and events out. */
class RefundApiIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new PaymentService())
            .with("payment", "{ pickUpEvery: 20ms, refunds: { first: 20s, longest: 1h } }");

    private final UUID order = Ids.next();

    @Test
    void givesBackSomeAndThenTheRest() {
        UUID payment = captured("tok_ok");

        HttpAnswer some =
                refund(payment, "first-key", new JsonObject().put("amount", 2.5).put("reason", "late"));
        HttpAnswer rest = refund(payment, "second-key", new JsonObject());

        assertThat(some.status()).isEqualTo(201);
        assertThat(some.header("Location"))
                .contains("/payments/" + payment + "/refunds/" + some.json().getString("id"));
        assertThat(some.json().getString("cause")).isEqualTo("goodwill");
        assertThat(some.json().getString("reason")).isEqualTo("late");
        assertThat(rest.json().getDouble("amount")).isEqualTo(10.0);
        eventually(() -> assertThat(SHOP.events().heard(PaymentRefunded.class).stream()
                        .filter(this::isOurs)
                        .map(event -> event.cause() + " " + event.amount().toPlainString()))
                .containsExactlyInAnyOrder("goodwill 2.50", "goodwill 10.00"));
        JsonObject shown = SHOP.http().get("/payments/" + payment).json();
        assertThat(shown.getString("status")).isEqualTo("refunded");
        assertThat(shown.getDouble("refunded")).isEqualTo(12.5);
        assertThat(shown.getJsonArray("refunds")).hasSize(2);
        assertThat(SHOP.http().get(some.header("Location").orElseThrow()).json().getString("status"))
                .isEqualTo("done");
        assertThat(ledger()).isEqualTo("capture 1250 , refund 250 goodwill, refund 1000 goodwill");
    }

    @Test
    void answersTheSameKeyWithTheSameRefundAlsoWhenNothingIsLeft() {
        UUID payment = captured("tok_ok");
        HttpAnswer first = refund(payment, "same-key", new JsonObject());
        SHOP.events().await(PaymentRefunded.class, this::isOurs);

        HttpAnswer again = refund(payment, "same-key", new JsonObject());

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(ledger()).isEqualTo("capture 1250 , refund 1250 goodwill");
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        UUID payment = captured("tok_ok");
        assertThat(refund(payment, "same-key", new JsonObject().put("amount", 1))
                        .status())
                .isEqualTo(201);

        HttpAnswer other = refund(payment, "same-key", new JsonObject().put("amount", 2));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).contains("idempotency_key_reused");
    }

    @Test
    void neverGivesBackMoreThanWasTaken() {
        UUID payment = captured("tok_ok");

        assertThat(refund(payment, "too-much", new JsonObject().put("amount", 12.51))
                        .problem())
                .contains("exceeds_remainder");
        assertThat(refund(payment, "some-of-it", new JsonObject().put("amount", 12))
                        .status())
                .isEqualTo(201);
        HttpAnswer rest = refund(payment, "too-much-now", new JsonObject().put("amount", 0.51));

        assertThat(rest.status()).isEqualTo(422);
        assertThat(rest.json().getString("detail")).contains("0.50 EUR");
    }

    @Test
    void knowsNoPaymentThatIsNotThere() {
        assertThat(refund(UUID.randomUUID(), "any-key-1", new JsonObject()).status())
                .isEqualTo(404);
    }

    @Test
    void hasNoMoneyToGiveBackOfAFailedAVoidOrAPendingPayment() {
        UUID failed = initiated("tok_declined");
        SHOP.events().await(PaymentFailed.class, this::isOurs);
        assertThat(refund(failed, "any-key-1", new JsonObject()).status()).isEqualTo(409);

        UUID ended = Ids.next();
        SHOP.events().publish("order", new OrderCancelled(ended, "ada", "changed_mind"));
        eventually(() -> assertThat(paymentOf(ended)).isNotEmpty());
        assertThat(refund(UUID.fromString(paymentOf(ended)), "any-key-1", new JsonObject())
                        .status())
                .isEqualTo(409);

        UUID slow = Ids.next();
        SHOP.events().publish("stock", PaymentDesk.order(slow, "EUR", "tok_timeout"));
        eventually(() -> assertThat(paymentOf(slow)).isNotEmpty());
        HttpAnswer pending = refund(UUID.fromString(paymentOf(slow)), "any-key-1", new JsonObject());
        assertThat(pending.status()).isEqualTo(409);
        assertThat(pending.json().getString("detail")).contains("pending");
    }

    @Test
    void givesTheRestBackWhenTheOrderDiesAfterwards() {
        UUID payment = captured("tok_ok");
        assertThat(refund(payment, "any-key-1", new JsonObject().put("amount", 2.5))
                        .status())
                .isEqualTo(201);
        eventually(() -> assertThat(ledger()).isEqualTo("capture 1250 , refund 250 goodwill"));

        SHOP.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));

        eventually(
                () -> assertThat(ledger()).isEqualTo("capture 1250 , refund 1000 compensation, refund 250 goodwill"));
        assertThat(refund(payment, "any-key-2", new JsonObject().put("amount", 1))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void tellsWhyARefundIsNotMadeYet() {
        UUID payment = captured("tok_refund_refused");

        assertThat(refund(payment, "any-key-1", new JsonObject()).status()).isEqualTo(201);

        eventually(() -> {
            JsonObject refund = SHOP.http()
                    .get("/payments/" + payment)
                    .json()
                    .getJsonArray("refunds")
                    .getJsonObject(0);
            assertThat(refund.getString("status")).isEqualTo("pending");
            assertThat(refund.getInteger("attempts")).isPositive();
            assertThat(refund.getString("trouble")).isEqualTo("refunds_suspended");
            assertThat(refund.getString("nextAttemptAt")).endsWith("Z");
        });
        eventually(() -> {
            endThePause(payment);
            assertThat(SHOP.events().heard(PaymentRefunded.class)).anyMatch(this::isOurs);
        });
        JsonObject done = SHOP.http()
                .get("/payments/" + payment)
                .json()
                .getJsonArray("refunds")
                .getJsonObject(0);
        assertThat(done.getInteger("attempts")).isEqualTo(4);
        assertThat(done.containsKey("trouble")).isFalse();
    }

    @Test
    void refusesWhatIsNoRequest() {
        UUID payment = captured("tok_ok");
        String path = "/payments/" + payment + "/refunds";

        assertThat(SHOP.http().post(path, new JsonObject()).status()).isEqualTo(400);
        assertThat(refund(payment, "any-key-1", new JsonObject().put("amount", 0))
                        .status())
                .isEqualTo(400);
        assertThat(refund(payment, "any-key-1", new JsonObject().put("amount", 1.001))
                        .status())
                .isEqualTo(400);
        assertThat(refund(payment, "any-key-1", new JsonObject().put("cause", "compensation"))
                        .status())
                .isEqualTo(400);
        assertThat(refund(payment, "any-key-1", new JsonObject().put("sum", 1)).status())
                .isEqualTo(400);
        assertThat(SHOP.http().get(path + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(ledger()).isEqualTo("capture 1250 ");
    }

    /** A lease for an attempt is shorter than that, and goes on. */
    private static void endThePause(UUID payment) {
        SHOP.database()
                .run(
                        "UPDATE payment.refunds SET next_attempt_at = now()"
                                + " WHERE payment_id = ? AND next_attempt_at > now() + interval '8 seconds'",
                        payment);
    }

    private HttpAnswer refund(UUID payment, String key, JsonObject body) {
        return SHOP.http().post("/payments/" + payment + "/refunds", body, Map.of("Idempotency-Key", key));
    }

    private UUID captured(String method) {
        UUID payment = initiated(method);
        SHOP.events().await(PaymentCompleted.class, this::isOurs);
        return payment;
    }

    private UUID initiated(String method) {
        SHOP.events().publish("stock", PaymentDesk.order(order, "EUR", method));
        return SHOP.events().await(PaymentInitiated.class, this::isOurs).paymentId();
    }

    private boolean isOurs(PaymentEvent event) {
        return event.orderId().equals(order);
    }

    private static String paymentOf(UUID order) {
        return SHOP.database()
                .value("SELECT coalesce(max(id::text), '') FROM payment.payments WHERE order_id = ?", order);
    }

    private String ledger() {
        return SHOP.database()
                .value(
                        "SELECT string_agg(kind || ' ' || amount_minor || ' ' || coalesce(cause, ''), ', ' ORDER BY kind, cause, amount_minor)"
                                + " FROM payment.ledger WHERE order_id = ?",
                        order);
    }
}
