package dev.orderly.catalog;

import dev.orderly.persistence.MessageErasure;
import dev.orderly.persistence.ShopTime;
import dev.orderly.service.Chores;
import dev.orderly.service.CustomerErasure;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;

/** Puts the catalog's parts together on one event loop. */
final class CatalogVerticle extends VerticleBase {

    private static final int PURGED_AT_ONCE = 200;

    private final ServiceEdge edge;
    private final CatalogConfig settings;
    private final Products products;
    private final Chores chores;

    CatalogVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.settings = edge.settings(CatalogConfig.class);
        CatalogRepository catalog = new CatalogRepository(new ShopTime(edge.clock()));
        this.products = new Products(edge.database(), catalog, edge.announcer(), edge.clock());
        this.chores = new Chores(edge).add("purge", settings.purgeEvery(), this::purge);
    }

    @Override
    public Future<?> start() {
        edge.hear(new CatalogConsumer(products).routes());
        edge.manage(HttpMethod.POST, "/catalog/customers/:id/erase", this::erase);
        chores.begin();
        return offerDemoProducts().compose(offered -> serve());
    }

    @Override
    public Future<?> stop() {
        return chores.stop();
    }

    private Future<Void> offerDemoProducts() {
        boolean wanted = edge.first() && settings.demoProducts();
        return wanted ? products.offerFirst(DemoProducts.read(edge.shop().currency())) : Future.succeededFuture();
    }

    private Future<Void> serve() {
        return edge.serve(new CatalogApi(products, edge.shop().currency()).operations());
    }

    /** The catalog knows no customers; a message that nobody wanted may name one. */
    private Future<Reply> erase(Request request) {
        CustomerErasure wish = CustomerErasure.read(request);
        MessageErasure messages = new MessageErasure(edge.database());
        return messages.writeDown(wish.operator(), wish.customer())
                .compose(writtenDown -> messages.erase(wish.customer()))
                .map(Reply::ok);
    }

    private Future<Boolean> purge() {
        return products.forget(settings.deletedKept(), PURGED_AT_ONCE).map(gone -> gone >= PURGED_AT_ONCE);
    }
}
