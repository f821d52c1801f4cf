package dev.orderly.order;

import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import io.vertx.core.VerticleBase;

/** The order service as its host sees it. */
public final class OrderService implements OrderlyService {

    /** As queues, roles and announcements spell it. */
    static final String NAME = "order";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String schema() {
        return "orders";
    }

    @Override
    public OrderConfig settings(Fields section) {
        return OrderConfig.read(section);
    }

    @Override
    public VerticleBase create(ServiceEdge edge) {
        return new OrderVerticle(edge);
    }
}
