package dev.orderly.payment;

import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import io.vertx.core.VerticleBase;
import java.util.List;

/** The payment service as its host sees it. */
public final class PaymentService implements OrderlyService {

    static final String NAME = "payment";

    /** The simulated provider's schema: no table of the payment service, and none of its rights. */
    static final String PROVIDER = "provider";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> furtherSchemas() {
        return List.of(PROVIDER);
    }

    @Override
    public Record settings(Fields section) {
        return PaymentConfig.read(section);
    }

    @Override
    public VerticleBase create(ServiceEdge edge) {
        return new PaymentVerticle(edge);
    }
}
