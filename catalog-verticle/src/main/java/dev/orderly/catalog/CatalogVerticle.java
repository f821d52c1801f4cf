package dev.orderly.catalog;

import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Puts the catalog's parts together on one event loop. */
final class CatalogVerticle extends VerticleBase {

    private final ServiceEdge edge;
    private final Products products;

    CatalogVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.products = new Products(edge.database(), new CatalogRepository(), edge.announcer(), edge.clock());
    }

    @Override
    public Future<?> start() {
        edge.hear(new CatalogConsumer(products).routes());
        return offerDemoProducts().compose(offered -> serve());
    }

    private Future<Void> offerDemoProducts() {
        boolean wanted = edge.first() && edge.settings(CatalogConfig.class).demoProducts();
        return wanted ? products.offerFirst(DemoProducts.read(edge.shop().currency())) : Future.succeededFuture();
    }

    private Future<Void> serve() {
        return edge.serve(new CatalogApi(products, edge.shop().currency()).operations());
    }
}
