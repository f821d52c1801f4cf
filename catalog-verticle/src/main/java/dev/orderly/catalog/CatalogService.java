package dev.orderly.catalog;

import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import io.vertx.core.VerticleBase;

/** The catalog as its host sees it. */
public final class CatalogService implements OrderlyService {

    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public Record settings(Fields section) {
        return CatalogConfig.read(section);
    }

    @Override
    public VerticleBase create(ServiceEdge edge) {
        return new CatalogVerticle(edge);
    }
}
