package dev.orderly.service;

import dev.orderly.web.Fields;
import io.vertx.core.VerticleBase;
import java.util.List;

/** What a service is to its host: a name, settings, a schema, a contract, and a verticle per event loop. */
public interface OrderlyService {

    /** The service's name, as queues, roles and the configuration spell it: {@code order}. */
    String name();

    /** The schema it owns; its migrations stand under {@code db/<schema>} on the class path. */
    default String schema() {
        return name();
    }

    /** Schemas that an adapter of this service keeps for itself, each with roles of its own. */
    default List<String> furtherSchemas() {
        return List.of();
    }

    /** Reads the service's section of the configuration; what is wrong is collected in the section, not thrown. */
    Record settings(Fields section);

    /** The class path resource of its HTTP contract. */
    default String contract() {
        return "openapi/" + name() + ".yaml";
    }

    /** One instance for one event loop; the host deploys it on that loop's context. */
    VerticleBase create(ServiceEdge edge);
}
