package dev.orderly.catalog;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a deleted product is remembered, and what of it for ever. */
class TombstonesIT {

    private static final VirtualClock CLOCK = new VirtualClock();

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new CatalogService())
            .with(CLOCK)
            .with("catalog", "demoProducts: false\nretention: {deleted: 400d, every: 20ms}");

    @Test
    void beginsAboveTheSequenceOfATombstoneThatIsGone() throws Exception {
        CLOCK.advance(Duration.ofDays(-500));
        HttpAnswer added = SHOP.http().post("/products", tea());
        assertThat(delete().status()).isEqualTo(204);
        assertThat(rows()).isEqualTo(1);

        CLOCK.advance(Duration.ofDays(500));
        eventually(() -> assertThat(rows()).isZero());
        HttpAnswer again = SHOP.http().post("/products", tea());

        assertThat(added.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(SHOP.database().number("SELECT sequence FROM catalog.products"))
                .isEqualTo(3);
    }

    private static HttpAnswer delete() throws Exception {
        return SHOP.http()
                .send(HttpMethod.DELETE, "/products/tea", Map.of(), Buffer.buffer())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static long rows() {
        return SHOP.database().number("SELECT count(*) FROM catalog.products");
    }

    private static JsonObject tea() {
        return new JsonObject()
                .put("productId", "tea")
                .put("name", "Sencha")
                .put("price", 1)
                .put("quantity", 7);
    }
}
