package dev.orderly.stock;

import static dev.orderly.stock.Warehouse.created;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stock's contract over HTTP. */
class StockApiIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new StockService());

    @BeforeAll
    static void stockTheShop() {
        SHOP.events().publish("catalog", List.of(created("a", 5, 1), created("b", 6, 1), created("c", 7, 1)));
        eventually(() -> assertThat(SHOP.http().get("/stock/c").status()).isEqualTo(200));
    }

    @Test
    void showsALevel() {
        HttpAnswer answer = SHOP.http().get("/stock/b");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .isEqualTo(new JsonObject()
                        .put("productId", "b")
                        .put("available", 6)
                        .put("reserved", 0)
                        .put("onHand", 6));
    }

    @Test
    void doesNotKnowWhatNobodyAnnounced() {
        assertThat(SHOP.http().get("/stock/urn").problem()).contains("not_found");
        assertThat(SHOP.http().put("/stock/urn", onHand(1)).problem()).contains("not_found");
    }

    @Test
    void leadsFromPageToPageInProductOrder() {
        JsonObject first = SHOP.http().get("/stock?limit=2").json();
        JsonObject second = SHOP.http()
                .get("/stock?limit=2&after=" + first.getString("next"))
                .json();

        assertThat(SHOP.http().get("/stock?limit=2").header("Link")).contains("</stock?limit=2&after=b>; rel=\"next\"");
        assertThat(products(first)).startsWith("a", "b");
        assertThat(products(second)).contains("c");
    }

    @Test
    void setsWhatIsOnHandAndTellsIt() {
        SHOP.events().publish("catalog", created("tea", 5, 1));
        eventually(() -> assertThat(SHOP.http().get("/stock/tea").status()).isEqualTo(200));

        HttpAnswer answer = SHOP.http().put("/stock/tea", onHand(9));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getLong("available")).isEqualTo(9);
        SHOP.events().await(StockUpdated.class, news -> news.productId().equals("tea") && news.quantity() == 9);
    }

    @Test
    void countsOnlyWhatThePersonHasSeen() {
        SHOP.events().publish("catalog", created("lid", 5, 1));
        eventually(() -> assertThat(SHOP.http().get("/stock/lid").status()).isEqualTo(200));
        String seen = SHOP.http().get("/stock/lid").header("ETag").orElseThrow();

        HttpAnswer first = count("lid", 9, seen);
        HttpAnswer late = count("lid", 4, seen);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag"))
                .isEqualTo(SHOP.http().get("/stock/lid").header("ETag"))
                .isNotEqualTo(Optional.of(seen));
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).contains("precondition_failed");
        assertThat(SHOP.http().get("/stock/lid").json().getLong("onHand")).isEqualTo(9);
        assertThat(count("lid", 4, "*").status()).isEqualTo(200);
    }

    @Test
    void takesAReservationForAnotherState() {
        SHOP.events().publish("catalog", created("cosy", 5, 1));
        eventually(() -> assertThat(SHOP.http().get("/stock/cosy").status()).isEqualTo(200));
        String seen = SHOP.http().get("/stock/cosy").header("ETag").orElseThrow();
        var order = order(Ids.next(), line("cosy", 1));
        SHOP.events().publish("order", order);
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(order.orderId()));

        assertThat(count("cosy", 5, seen).status()).isEqualTo(412);
    }

    @Test
    void keepsReservedUnitsOnHand() {
        SHOP.events().publish("catalog", created("pot", 5, 1));
        eventually(() -> assertThat(SHOP.http().get("/stock/pot").status()).isEqualTo(200));
        var order = order(Ids.next(), line("pot", 4));
        SHOP.events().publish("order", order);
        SHOP.events().await(StockReserved.class, reserved -> reserved.orderId().equals(order.orderId()));

        HttpAnswer answer = SHOP.http().put("/stock/pot", onHand(3));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().getString("detail")).contains("4 are reserved");
        assertThat(SHOP.http().get("/stock/pot").json().getLong("onHand")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"onHand\":-1}",
                "{\"onHand\":1.5}",
                "{\"onHand\":\"7\"}",
                "{\"onHand\":9223372036854775808}",
                "{\"onHand\":1e400}",
                "{\"onHand\":null}",
                "{\"onHand\":7,\"available\":7}",
                "{\"onHand\":7,\"onHand\":8}",
                "{\"onHand\":7",
                "[7]",
                "7"
            })
    void refusesBadCountsAndChangesNothing(String body) {
        HttpAnswer answer = HttpAnswers.put(SHOP, "/stock/a", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(SHOP.http().get("/stock/a").json().getLong("onHand")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stock?limit=0", "/stock?limit=101", "/stock?limit=x", "/stock?page=2", "/stock/a%00b"})
    void refusesBadQuestions(String path) {
        assertThat(SHOP.http().get(path).status()).isEqualTo(400);
    }

    @Test
    void namesWhatIsAllowedWhenTheMethodIsNot() {
        HttpAnswer answer = SHOP.http().post("/stock/a", onHand(1));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow").orElseThrow()).contains("GET").contains("PUT");
    }

    private static List<String> products(JsonObject page) {
        JsonArray items = page.getJsonArray("items");
        return items.stream()
                .map(item -> ((JsonObject) item).getString("productId"))
                .toList();
    }

    private static HttpAnswer count(String product, long units, String tag) {
        return SHOP.http().ask(HttpMethod.PUT, "/stock/" + product, Map.of("If-Match", tag), onHand(units));
    }

    private static JsonObject onHand(long units) {
        return new JsonObject().put("onHand", units);
    }
}
