package dev.orderly.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog's contract over HTTP. */
class CatalogApiIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new CatalogService()).with("catalog", "demoProducts: false");

    @Test
    void putsAProductUpForSaleAndTellsIt() {
        HttpAnswer answer = SHOP.http().post("/products", product("tea", 12.5));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/products/tea");
        assertThat(answer.json())
                .isEqualTo(SHOP.http().get("/products/tea").json())
                .isEqualTo(new JsonObject("""
                        {"productId":"tea","name":"Sencha","price":12.50,"currency":"EUR","quantity":7}
                        """));
        assertThat(SHOP.events()
                        .await(
                                ProductCreated.class,
                                created -> created.productId().equals("tea")))
                .isEqualTo(new ProductCreated("tea", "Sencha", new BigDecimal("12.50"), "EUR", 7, 1));
    }

    @Test
    void refusesAProductThatIsThereAlready() {
        HttpAnswer first = SHOP.http().post("/products", product("cup", 8));
        HttpAnswer second = SHOP.http().post("/products", product("cup", 9));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).contains("conflict");
        assertThat(SHOP.http().get("/products/cup").json().getDouble("price")).isEqualTo(8.0);
    }

    @Test
    void leadsFromPageToPage() {
        List.of("page-1", "page-2", "page-3")
                .forEach(id -> assertThat(
                                SHOP.http().post("/products", product(id, 1)).status())
                        .isEqualTo(201));

        JsonObject first = SHOP.http().get("/products?limit=2&after=page-0").json();
        JsonObject second = SHOP.http()
                .get("/products?limit=2&after=" + first.getString("next"))
                .json();

        assertThat(SHOP.http().get("/products?limit=2&after=page-0").header("Link"))
                .contains("</products?limit=2&after=page-2>; rel=\"next\"");
        assertThat(SHOP.http().get("/products?after=page-3zzz").header("Link")).isEmpty();
        assertThat(first.getJsonArray("items")).hasSize(2);
        assertThat(second.getJsonArray("items").getJsonObject(0).getString("productId"))
                .isEqualTo("page-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"productId\":\"bad id\",\"name\":\"x\",\"price\":1,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"\",\"price\":1,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":0,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":-1,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1.005,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1e400,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":\"1\",\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":1.5}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":-1}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":9223372036854775808}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":1,\"currency\":\"USD\"}",
                "{\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":1,\"colour\":\"red\"}",
                "{\"productId\":\"bad\",\"productId\":\"bad\",\"name\":\"x\",\"price\":1,\"quantity\":1}",
                "{\"productId\":\"bad\",\"name\":\"\\u0000\",\"price\":1,\"quantity\":1}",
                "{\"productId\":\"bad\"",
                "[]"
            })
    void refusesBadProductsAndStoresNothing(String body) {
        HttpAnswer answer = SHOP.http().post("/products", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(SHOP.database().number("SELECT count(*) FROM catalog.products WHERE product_id LIKE 'bad%'"))
                .isZero();
    }

    @Test
    void namesEveryMistakeAtOnce() {
        JsonObject answer = SHOP.http()
                .post("/products", "{\"productId\":\"?\",\"price\":1.005,\"quantity\":-1,\"currency\":\"XXX\"}")
                .json();

        assertThat(answer.getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field"))
                        .toList())
                .containsExactlyInAnyOrder("productId", "name", "price", "quantity", "currency");
    }

    @Test
    void doesNotKnowWhatWasNeverAdded() {
        assertThat(SHOP.http().get("/products/urn").problem()).contains("not_found");
    }

    @Test
    void changesAProductAndTellsIt() {
        HttpAnswer added = SHOP.http().post("/products", product("pot", 30));
        HttpAnswer priced = patch("/products/pot", "{\"price\":31.5}");
        HttpAnswer counted = patch("/products/pot", "{\"name\":\"Kyusu\",\"quantity\":12}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(priced.status()).isEqualTo(200);
        assertThat(priced.json().getDouble("price")).isEqualTo(31.5);
        assertThat(counted.json()).isEqualTo(SHOP.http().get("/products/pot").json());
        assertThat(updates("pot"))
                .containsExactly(
                        new ProductUpdated("pot", "Sencha", new BigDecimal("31.50"), "EUR", OptionalLong.empty(), 2),
                        new ProductUpdated("pot", "Kyusu", new BigDecimal("31.50"), "EUR", OptionalLong.of(12), 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":null}",
                "{\"price\":0}",
                "{\"price\":1.005}",
                "{\"quantity\":-1}",
                "{\"quantity\":1.5}",
                "{\"currency\":\"EUR\"}",
                "{\"price\":2,\"productId\":\"other\"}",
                "{\"price\":2",
                "[]"
            })
    void refusesBadChangesAndChangesNothing(String body) {
        HttpAnswer added = SHOP.http().post("/products", product("kettle", 30));

        HttpAnswer answer = patch("/products/kettle", body);

        assertThat(added.status()).isIn(201, 409);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(SHOP.database().number("SELECT sequence FROM catalog.products WHERE product_id = 'kettle'"))
                .isEqualTo(1);
    }

    @Test
    void letsOneOfManyClerksWriteWhatAllHaveSeen() {
        String seen = SHOP.http()
                .post("/products", product("vase", 30))
                .header("ETag")
                .orElseThrow();

        List<Integer> answers = IntStream.range(0, 8)
                .mapToObj(clerk -> SHOP.http()
                        .send(
                                HttpMethod.PATCH,
                                "/products/vase",
                                Map.of("If-Match", seen),
                                Buffer.buffer("{\"price\":" + (40 + clerk) + "}")))
                .toList()
                .stream()
                .map(CatalogApiIT::await)
                .map(HttpAnswer::status)
                .toList();

        assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
        assertThat(SHOP.database().number("SELECT sequence FROM catalog.products WHERE product_id = 'vase'"))
                .isEqualTo(2);
    }

    @Test
    void changesAndWithdrawsOnlyWhatTheClientHasSeen() {
        String first =
                SHOP.http().post("/products", product("jug", 30)).header("ETag").orElseThrow();
        HttpAnswer changed = withTag(HttpMethod.PATCH, first, price(31));
        String second = changed.header("ETag").orElseThrow();

        assertThat(changed.status()).isEqualTo(200);
        assertThat(SHOP.http().get("/products/jug").header("ETag")).contains(second);
        assertThat(withTag(HttpMethod.PATCH, first, price(32)).problem()).contains("precondition_failed");
        assertThat(withTag(HttpMethod.PATCH, "W/" + second, price(32)).status()).isEqualTo(412);
        assertThat(withTag(HttpMethod.PATCH, "jug", price(32)).problem()).contains("validation_error");
        assertThat(withTag(HttpMethod.DELETE, first, new JsonObject()).status()).isEqualTo(412);
        assertThat(SHOP.http().get("/products/jug").json().getDouble("price")).isEqualTo(31.0);
        assertThat(withTag(HttpMethod.PATCH, "*", price(32)).status()).isEqualTo(200);
        assertThat(withTag(HttpMethod.DELETE, first + ", \"3-0\"", new JsonObject())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void saysNothingAgainToWhoHasSeenIt() {
        String tag = SHOP.http()
                .post("/products", product("tray", 30))
                .header("ETag")
                .orElseThrow();

        HttpAnswer known = SHOP.http()
                .ask(HttpMethod.GET, "/products/tray", Map.of("If-None-Match", "\"x\", W/" + tag), new JsonObject());
        HttpAnswer other =
                SHOP.http().ask(HttpMethod.GET, "/products/tray", Map.of("If-None-Match", "\"x\""), new JsonObject());

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).contains(tag);
        assertThat(known.body().length()).isZero();
        assertThat(known.header("Content-Type")).isEmpty();
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void namesNoProductThatCouldNotBeFound() {
        assertThat(SHOP.http().post("/products", product("..", 1)).problem()).contains("validation_error");
        assertThat(SHOP.http().post("/products", product("...", 1)).status()).isEqualTo(201);
        assertThat(SHOP.http().get("/products/...").status()).isEqualTo(200);
    }

    @Test
    void takesAProductOffSaleAndTellsIt() {
        HttpAnswer added = SHOP.http().post("/products", product("mug", 5));
        HttpAnswer deleted = send(HttpMethod.DELETE, "/products/mug", "");

        assertThat(added.status()).isEqualTo(201);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(SHOP.http().get("/products/mug").problem()).contains("not_found");
        assertThat(send(HttpMethod.DELETE, "/products/mug", "").problem()).contains("not_found");
        assertThat(patch("/products/mug", "{\"price\":1}").problem()).contains("not_found");
        assertThat(SHOP.http().get("/products?after=muf&limit=1").body().toString())
                .doesNotContain("\"mug\"");
        assertThat(SHOP.events()
                        .await(ProductDeleted.class, gone -> gone.productId().equals("mug")))
                .isEqualTo(new ProductDeleted("mug", 2));
    }

    @Test
    void offersADeletedProductAgainWithTheNextSequence() {
        HttpAnswer added = SHOP.http().post("/products", product("bowl", 5));
        HttpAnswer deleted = send(HttpMethod.DELETE, "/products/bowl", "");
        HttpAnswer again = SHOP.http().post("/products", product("bowl", 6));

        assertThat(List.of(added.status(), deleted.status(), again.status())).containsExactly(201, 204, 201);
        assertThat(SHOP.http().get("/products/bowl").json().getDouble("price")).isEqualTo(6.0);
        assertThat(SHOP.events()
                        .await(
                                ProductCreated.class,
                                created -> created.productId().equals("bowl") && created.sequence() == 3))
                .isEqualTo(new ProductCreated("bowl", "Sencha", new BigDecimal("6.00"), "EUR", 7, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products?limit=0", "/products?limit=101", "/products?limit=x", "/products?page=2"})
    void refusesBadQuestions(String path) {
        assertThat(SHOP.http().get(path).status()).isEqualTo(400);
    }

    private static List<ProductUpdated> updates(String product) {
        SHOP.events().await(ProductUpdated.class, told -> told.productId().equals(product) && told.sequence() == 3);
        return SHOP.events().heard(ProductUpdated.class).stream()
                .filter(told -> told.productId().equals(product))
                .toList();
    }

    private static HttpAnswer patch(String path, String body) {
        return send(HttpMethod.PATCH, path, body);
    }

    private static JsonObject price(int price) {
        return new JsonObject().put("price", price);
    }

    private static HttpAnswer withTag(HttpMethod method, String tag, JsonObject body) {
        return SHOP.http().ask(method, "/products/jug", Map.of("If-Match", tag), body);
    }

    private static HttpAnswer send(HttpMethod method, String path, String body) {
        return await(SHOP.http().send(method, path, Map.of(), Buffer.buffer(body)));
    }

    private static HttpAnswer await(Future<HttpAnswer> answer) {
        try {
            return answer.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }

    private static JsonObject product(String id, double price) {
        return new JsonObject()
                .put("productId", id)
                .put("name", "Sencha")
                .put("price", price)
                .put("quantity", 7);
    }
}
