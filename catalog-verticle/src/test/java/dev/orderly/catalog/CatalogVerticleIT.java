package dev.orderly.catalog;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.testing.ShopFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalog among the other services: demo products at the first start, and what stock tells. */
class CatalogVerticleIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new CatalogService()).onLoops(2);

    @Test
    void offersTheDemoProductsOnceAndTellsEachOfThem() {
        long products = SHOP.database().number("SELECT count(*) FROM catalog.products");
        SHOP.restart();

        assertThat(products).isEqualTo(DemoProducts.read("EUR").size());
        assertThat(SHOP.database().number("SELECT count(*) FROM catalog.products"))
                .isEqualTo(products);
        eventually(() -> assertThat(
                        SHOP.database()
                                .number(
                                        "SELECT sum(cardinality(event_ids)) FROM catalog.outbox_archive WHERE type = 'product.created'"))
                .isEqualTo(products));
    }

    @Test
    void showsTheNewestLevelOfStock() {
        SHOP.events().publish("stock", new StockUpdated("cup", 41, 7));
        eventually(() -> assertThat(shown("cup")).isEqualTo(41));

        Announcement<StockUpdated> last = SHOP.events().publish("stock", new StockUpdated("cup", 99, 6));
        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM catalog.inbox WHERE event_id = ?", last.id()))
                .isEqualTo(1));
        assertThat(shown("cup")).isEqualTo(41);
    }

    @Test
    void takesNoticeOfNoProductThatItDoesNotSell() {
        Announcement<StockUpdated> news = SHOP.events().publish("stock", new StockUpdated("urn", 1, 1));

        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM catalog.inbox WHERE event_id = ?", news.id()))
                .isEqualTo(1));
        assertThat(SHOP.http().get("/products/urn").status()).isEqualTo(404);
    }

    private static long shown(String product) {
        return SHOP.http().get("/products/" + product).json().getLong("quantity");
    }
}
