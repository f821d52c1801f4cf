package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.service.ManagedRoute;
import dev.orderly.testing.ShopFixture;
import dev.orderly.web.HttpEdge;
import dev.orderly.web.HttpSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer who wants to be forgotten. */
class ErasureIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new PaymentService());

    private final UUID order = Ids.next();

    @Test
    void takesNameAndMeansOfPaymentOutOfWhatIsOver() throws Exception {
        pay("ada", order, "tok_ok");
        UUID others = Ids.next();
        pay("bob", others, "tok_ok");
        eventually(() -> assertThat(row(order)).isEqualTo("ada tok_ok captured 1250"));
        eventually(() -> assertThat(row(others)).isEqualTo("bob tok_ok captured 1250"));

        HttpResponse<String> answer = erase("ada");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"payments\":1");
        assertThat(row(order)).isEqualTo("erased erased captured 1250");
        assertThat(row(others)).isEqualTo("bob tok_ok captured 1250");
    }

    @Test
    void erasesNothingWhileAPaymentIsUnderWay() throws Exception {
        pay("eve", order, "tok_timeout");
        SHOP.events().await(PaymentInitiated.class, event -> event.orderId().equals(order));

        HttpResponse<String> answer = erase("eve");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains(order.toString());
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

    /** Asks as operators do: on a port that offers what the service offers to them. */
    private static HttpResponse<String> erase(String customer)
            throws IOException, InterruptedException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        HttpEdge management = new HttpEdge(vertx, HttpSettings.on("127.0.0.1", 0));
        for (ManagedRoute route : SHOP.loops().get(0).managed()) {
            management.route(route.method(), route.path(), route.operation());
        }
        try {
            int port = management.listen().await(20, TimeUnit.SECONDS);
            URI uri = URI.create("http://127.0.0.1:" + port + "/payment/customers/" + customer + "/erase");
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }
}
