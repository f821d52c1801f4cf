package dev.orderly.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
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

    private static JsonObject product(String id, double price) {
        return new JsonObject()
                .put("productId", id)
                .put("name", "Sencha")
                .put("price", price)
                .put("quantity", 7);
    }
}
