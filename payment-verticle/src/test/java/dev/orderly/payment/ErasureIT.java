package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer who wants to be forgotten. */
class ErasureIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new PaymentService());

    private final UUID order = Ids.next();

    @Test
    void takesNameAndMeansOfPaymentOutOfWhatIsOver() {
        pay("ada", order, "tok_ok");
        UUID others = Ids.next();
        pay("bob", others, "tok_ok");
        eventually(() -> assertThat(row(order)).isEqualTo("ada tok_ok captured 1250"));
        eventually(() -> assertThat(row(others)).isEqualTo("bob tok_ok captured 1250"));

        HttpAnswer answer = erase("ada");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).contains("\"payments\":1");
        assertThat(row(order)).isEqualTo("erased erased captured 1250");
        assertThat(row(others)).isEqualTo("bob tok_ok captured 1250");
    }

    @Test
    void erasesNothingWhileAPaymentIsUnderWay() {
        pay("eve", order, "tok_timeout");
        SHOP.events().await(PaymentInitiated.class, event -> event.orderId().equals(order));

        HttpAnswer answer = erase("eve");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().toString()).contains(order.toString());
        assertThat(row(order)).startsWith("eve tok_timeout");
    }

    private static void pay(String customer, UUID id, String method) {
        SHOP.events()
                .publish(
                        "stock",
                        new StockReserved(
                                id,
                                customer,
                                List.of(),
                                new BigDecimal("12.50"),
                                "EUR",
                                method,
                                Instant.now().plusSeconds(1800)));
    }

    private static String row(UUID id) {
        return SHOP.database()
                .value(
                        "SELECT string_agg(customer_id || ' ' || method || ' ' || status || ' ' || coalesce(captured_minor, 0), '') FROM payment.payments WHERE order_id = ?",
                        id);
    }

    private static HttpAnswer erase(String customer) {
        return SHOP.operators().post("/payment/customers/" + customer + "/erase", new JsonObject());
    }
}
