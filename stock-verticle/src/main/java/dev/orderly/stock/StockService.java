package dev.orderly.stock;

import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import io.vertx.core.VerticleBase;

/** Stock as its host sees it. */
public final class StockService implements OrderlyService {

    @Override
    public String name() {
        return "stock";
    }

    @Override
    public Record settings(Fields section) {
        return StockConfig.read(section);
    }

    @Override
    public VerticleBase create(ServiceEdge edge) {
        return new StockVerticle(edge);
    }
}
