package dev.orderly.testing;

import static dev.orderly.testing.HttpProbe.waitFor;

import dev.orderly.service.CoDeployment;
import dev.orderly.service.NodeSettings;
import dev.orderly.web.HttpEdge;
import dev.orderly.web.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a {@link ShopFixture} has started. */
final class RunningShop {

    private final Vertx vertx = Vertx.vertx();
    private final NodeSettings node;
    private final TestDatabase database;
    private final EventProbe events;
    private final List<CoDeployment> loops = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();
    private int operatorsPort;

    RunningShop(NodeSettings node, TestDatabase database, BrokerAccess broker) {
        this.node = node;
        this.database = database;
        deploy();
        this.events = EventProbe.open(broker, node.broker().prefix());
    }

    /** Returns when the services answer and the broker is connected. */
    void deploy() {
        loops.addAll(IntStream.range(0, node.loops())
                .mapToObj(loop -> new CoDeployment(node, loop))
                .toList());
        loops.forEach(loop -> deployments.add(waitFor(vertx.deployVerticle(loop))));
        loops.forEach(loop -> waitFor(loop.connected()));
    }

    void undeploy() {
        waitFor(Future.join(deployments.stream().map(vertx::undeploy).toList()));
        deployments.clear();
        loops.clear();
        operatorsPort = 0;
    }

    /** Removes all of it; fails when a message on the wire was not as AsyncAPI says. */
    void close() {
        undeploy();
        events.close();
        waitFor(vertx.close());
        database.close();
        EventContracts.hold(events.violations());
    }

    HttpProbe http() {
        return new HttpProbe(vertx, loops.get(0).port());
    }

    /** The operators' port, opened when it is first asked for. */
    HttpProbe operators() {
        if (operatorsPort == 0) {
            HttpEdge edge = new HttpEdge(vertx, HttpSettings.on("127.0.0.1", 0), node.access());
            loops.get(0)
                    .managed()
                    .forEach(route -> edge.route(route.method(), route.path(), Optional.empty(), route.operation()));
            operatorsPort = waitFor(edge.listen());
        }
        return new HttpProbe(vertx, operatorsPort);
    }

    EventProbe events() {
        return events;
    }

    TestDatabase database() {
        return database;
    }

    List<CoDeployment> loops() {
        return List.copyOf(loops);
    }

    Vertx vertx() {
        return vertx;
    }

    NodeSettings node() {
        return node;
    }
}
