package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sets a payment going, in each kind of shop. */
class PaymentTriggersIT {

    @RegisterExtension
    static final ShopFixture CALLED =
            ShopFixture.of(new PaymentService()).with(new Flow(PaymentTrigger.ORDER_CALLS, Fulfilment.NONE));

    @RegisterExtension
    static final ShopFixture AT_ONCE =
            ShopFixture.of(new PaymentService()).with(new Flow(PaymentTrigger.ORDER_CREATED, Fulfilment.NONE));

    @RegisterExtension
    static final ShopFixture BY_HAND =
            ShopFixture.of(new PaymentService()).with(new Flow(PaymentTrigger.MANUAL, Fulfilment.MANUAL));

    private final UUID order = Ids.next();

    @Test
    void takesThePaymentThatIsAskedFor() {
        HttpAnswer answer = ask("12.50", "tok_ok");

        assertThat(answer.status()).isEqualTo(201);
        String id = answer.json().getString("id");
        assertThat(answer.header("Location")).contains("/payments/" + id);
        assertThat(answer.json().getString("status")).isEqualTo("pending");
        assertThat(answer.json().getString("orderId")).isEqualTo(order.toString());
        assertThat(answer.json().getDouble("amount")).isEqualTo(12.5);
        assertThat(CALLED.events().await(PaymentInitiated.class, this::isOurs).paymentId())
                .hasToString(id);
        assertThat(CALLED.events().await(PaymentCompleted.class, this::isOurs).amount())
                .isEqualByComparingTo("12.50");
    }

    @Test
    void answersTheSameRequestWithTheSamePaymentAndRepeatsItsOutcome() {
        String id = ask("12.50", "tok_ok").json().getString("id");
        CALLED.events().await(PaymentCompleted.class, this::isOurs);

        HttpAnswer again = ask("12.50", "tok_ok");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getString("id")).isEqualTo(id);
        assertThat(again.json().getString("status")).isEqualTo("captured");
        eventually(() -> assertThat(
                        CALLED.events().heard(PaymentCompleted.class).stream().filter(this::isOurs))
                .hasSize(2));
        assertThat(payments(CALLED)).isEqualTo(1);
    }

    @Test
    void beginsOnePaymentForManyRequestsAtOnce() {
        List<Future<HttpAnswer>> asked = IntStream.range(0, 40)
                .mapToObj(i -> CALLED.http()
                        .send(
                                HttpMethod.POST,
                                "/payments",
                                Map.of(),
                                request("12.50", "tok_ok").toBuffer()))
                .toList();

        List<HttpAnswer> answers = answered(asked);

        assertThat(answers.stream().map(HttpAnswer::status).filter(status -> status == 201))
                .hasSize(1);
        assertThat(answers.stream().map(HttpAnswer::status).filter(status -> status == 200))
                .hasSize(39);
        assertThat(answers.stream().map(answer -> answer.json().getString("id")).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(payments(CALLED)).isEqualTo(1);
    }

    @Test
    void refusesOtherTermsForTheSameOrder() {
        String id = ask("12.50", "tok_ok").json().getString("id");

        for (HttpAnswer other : List.of(ask("12.51", "tok_ok"), ask("12.50", "tok_slow"))) {
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.json().getString("detail")).contains(id);
        }
        assertThat(payments(CALLED)).isEqualTo(1);
    }

    @Test
    void refusesToTakeMoneyForAnOrderThatHasEnded() {
        CALLED.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));
        eventually(() -> assertThat(payments(CALLED)).isEqualTo(1));

        HttpAnswer answer = ask("12.50", "tok_ok");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).contains("conflict");
        assertThat(status(CALLED)).isEqualTo("void");
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertThat(ask("12.505", "tok_ok").json().getJsonArray("errors").toString())
                .contains("amount");
        assertThat(CALLED.http()
                        .post("/payments", request("12.50", "tok_ok").put("currency", "JPY"))
                        .status())
                .isEqualTo(400);
        assertThat(CALLED.http()
                        .post("/payments", request("12.50", "tok_ok").put("price", 1))
                        .status())
                .isEqualTo(400);
        assertThat(payments(CALLED)).isZero();
    }

    @Test
    void hearsOrdersWhereTheShopDoesNotWaitForTheReservation() {
        AT_ONCE.events().publish("order", created());

        PaymentCompleted completed = AT_ONCE.events().await(PaymentCompleted.class, this::isOurs);
        assertThat(completed.amount()).isEqualByComparingTo("12.50");
        assertThat(completed.customerId()).isEqualTo("ada");
    }

    @Test
    void hearsNoReservationWhereTheOrderHasSetThePaymentGoing() {
        UUID reservedOnly = Ids.next();
        AT_ONCE.events().publish("stock", PaymentDesk.order(reservedOnly, "EUR", "tok_ok"));

        AT_ONCE.events().publish("order", created());

        AT_ONCE.events().await(PaymentCompleted.class, this::isOurs);
        assertThat(AT_ONCE.database().number("SELECT count(*) FROM payment.payments WHERE order_id = ?", reservedOnly))
                .isZero();
    }

    @Test
    void refusesRequestsWhereNobodyCallsAndNamesThePaymentThatThereIs() {
        assertThat(AT_ONCE.http().post("/payments", request("12.50", "tok_ok")).status())
                .isEqualTo(409);
        AT_ONCE.events().publish("order", created());
        UUID payment =
                AT_ONCE.events().await(PaymentInitiated.class, this::isOurs).paymentId();

        HttpAnswer answer = AT_ONCE.http().post("/payments", request("12.50", "tok_ok"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().getString("detail")).contains(payment.toString());
    }

    @Test
    void takesNoMoneyWhereAPersonDoes() {
        BY_HAND.events().publish("order", created());
        BY_HAND.events().publish("stock", PaymentDesk.order(order, "EUR", "tok_ok"));

        assertThat(BY_HAND.http().post("/payments", request("12.50", "tok_ok")).status())
                .isEqualTo(409);
        BY_HAND.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));

        eventually(() -> assertThat(status(BY_HAND)).isEqualTo("void"));
        assertThat(BY_HAND.events().heard(PaymentEvent.PaymentInitiated.class)).isEmpty();
    }

    private HttpAnswer ask(String amount, String method) {
        return CALLED.http().post("/payments", request(amount, method), Map.of("Idempotency-Key", order.toString()));
    }

    private JsonObject request(String amount, String method) {
        return new JsonObject()
                .put("orderId", order.toString())
                .put("customerId", "ada")
                .put("amount", new BigDecimal(amount))
                .put("currency", "EUR")
                .put("paymentMethod", method);
    }

    private OrderCreated created() {
        return new OrderCreated(
                order,
                "ada",
                List.of(),
                new BigDecimal("12.50"),
                "EUR",
                "tok_ok",
                Optional.empty(),
                Optional.empty(),
                "pending");
    }

    private boolean isOurs(PaymentEvent event) {
        return event.orderId().equals(order);
    }

    private long payments(ShopFixture shop) {
        return shop.database().number("SELECT count(*) FROM payment.payments WHERE order_id = ?", order);
    }

    private String status(ShopFixture shop) {
        return shop.database().value("SELECT status FROM payment.payments WHERE order_id = ?", order);
    }

    private static List<HttpAnswer> answered(List<Future<HttpAnswer>> asked) {
        try {
            return Future.all(asked).<List<HttpAnswer>>map(all -> all.list()).await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within 20 s", late);
        }
    }
}
