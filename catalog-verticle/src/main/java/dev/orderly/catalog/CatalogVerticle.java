package dev.orderly.catalog;

import dev.orderly.persistence.ShopLease;
import dev.orderly.persistence.ShopTime;
import dev.orderly.service.ServiceEdge;
import dev.orderly.service.Sweeper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Puts the catalog's parts together on one event loop. */
final class CatalogVerticle extends VerticleBase {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int PURGED_AT_ONCE = 200;

    private final ServiceEdge edge;
    private final CatalogConfig settings;
    private final Products products;
    private final Sweeper purge;

    CatalogVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.settings = edge.settings(CatalogConfig.class);
        CatalogRepository catalog = new CatalogRepository(new ShopTime(edge.clock()));
        this.products = new Products(edge.database(), catalog, edge.announcer(), edge.clock());
        this.purge = new Sweeper("tombstones", new ShopLease(edge.database(), "purge", LEASE), this::purge);
    }

    @Override
    public Future<?> start() {
        edge.hear(new CatalogConsumer(products).routes());
        if (edge.first()) {
            purge.start(edge.vertx(), settings.purgeEvery());
        }
        return offerDemoProducts().compose(offered -> serve());
    }

    @Override
    public Future<?> stop() {
        return purge.stop(edge.vertx());
    }

    private Future<Void> offerDemoProducts() {
        boolean wanted = edge.first() && settings.demoProducts();
        return wanted ? products.offerFirst(DemoProducts.read(edge.shop().currency())) : Future.succeededFuture();
    }

    private Future<Void> serve() {
        return edge.serve(new CatalogApi(products, edge.shop().currency()).operations());
    }

    private Future<Boolean> purge() {
        return products.forget(settings.deletedKept(), PURGED_AT_ONCE).map(gone -> gone >= PURGED_AT_ONCE);
    }
}
