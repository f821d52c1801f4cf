package dev.orderly.launcher;

import dev.orderly.messaging.BrokerSettings;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.web.Metrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of the shop: the chosen services on every event loop. */
final class Node {

    private final Vertx vertx;
    private final NodeParts parts;
    private final List<CoDeployment> loops = new ArrayList<>();
    private String deployment = "";

    Node(Vertx vertx, NodeParts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    /**
     * What a node is made of.
     *
     * @param configuration every setting
     * @param plan the schemas and their roles
     * @param database where PostgreSQL answers
     * @param broker where the broker answers, and how it is used
     * @param metrics the process's meters
     */
    record NodeParts(
            Configuration configuration,
            SchemaPlan plan,
            AdminSettings database,
            BrokerSettings broker,
            Metrics metrics) {}

    /** Deploys the services on every loop; completes when all of them answer. */
    Future<Void> start() {
        AtomicInteger loop = new AtomicInteger();
        int count = parts.configuration().eventLoops();
        for (int i = 0; i < count; i++) {
            loops.add(new CoDeployment(parts, i));
        }
        return vertx.deployVerticle(
                        () -> loops.get(loop.getAndIncrement()), new DeploymentOptions().setInstances(count))
                .map(id -> {
                    deployment = id;
                    return null;
                });
    }

    /** Undeploys everything: refuses new requests, finishes what is in hand. */
    Future<Void> stop() {
        return deployment.isEmpty() ? Future.succeededFuture() : vertx.undeploy(deployment);
    }

    /** How many messages wait in each queue, as far as the broker tells. */
    Future<Map<String, Long>> queueDepths() {
        return Future.succeededFuture(Map.of());
    }

    /** The loops, for health and metrics. */
    List<CoDeployment> loops() {
        return List.copyOf(loops);
    }
}
