package dev.orderly.launcher;

import dev.orderly.contracts.Subscription;
import dev.orderly.launcher.Node.NodeParts;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.Broker;
import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.EventCodec;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Outbox;
import dev.orderly.service.LoopHost;
import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.HttpEdge;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * All chosen services on one event loop, behind one port: no proxy and no event bus between them. It opens what they need, listens
 * last, and stops in reverse order, also after a start that failed half way.
 */
final class CoDeployment extends VerticleBase {

    private final NodeParts parts;
    private final int loop;
    private final UUID owner = UUID.randomUUID();
    private final List<Database> databases = new ArrayList<>();
    private final Deque<Deployable> deployed = new ArrayDeque<>();
    private HttpEdge http;
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    CoDeployment(NodeParts parts, int loop) {
        this.parts = parts;
        this.loop = loop;
    }

    @Override
    public Future<?> start() {
        Configuration configuration = parts.configuration();
        http = new HttpEdge(vertx, configuration.http());
        broker = Broker.open(vertx, parts.broker(), Subscription.of(configuration.shop().services()));
        return broker.start()
                .compose(connected -> deployFrom(configuration.services(), 0))
                .compose(all -> http.listen())
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        http.refuse();
        return broker.stopConsuming()
                .eventually(this::undeployAll)
                .eventually(() -> broker.close())
                .eventually(() -> http.close())
                .eventually(() -> Future.join(databases.stream().map(Database::close).toList()));
    }

    /** What has to be well for this loop to be ready, by name; each gives the reason why it is not. */
    Map<String, Supplier<Future<Optional<String>>>> probes() {
        return Map.of(
                "broker-" + loop, () -> Future.succeededFuture(brokerTrouble(broker.health())),
                "database-" + loop, this::databaseTrouble);
    }

    /** How the two broker clients of this loop are. */
    BrokerHealth health() {
        return broker.health();
    }

    private static Optional<String> brokerTrouble(BrokerHealth health) {
        return health.isWell() ? Optional.empty() : Optional.of(health.blocked() ? "blocked by an alarm" : "not connected");
    }

    private Future<Optional<String>> databaseTrouble() {
        return databases.get(0).read("SELECT 1", Tuple.tuple()).map(answered -> Optional.empty());
    }

    private Future<Void> deployFrom(List<OrderlyService> services, int index) {
        return index == services.size()
                ? Future.succeededFuture()
                : deploy(services.get(index)).compose(done -> deployFrom(services, index + 1));
    }

    private Future<?> deploy(OrderlyService service) {
        ServiceEdge edge = edgeOf(service);
        Deployable verticle = service.create(edge);
        deployed.push(verticle);
        return onThisLoop(verticle::deploy);
    }

    private ServiceEdge edgeOf(OrderlyService service) {
        Configuration configuration = parts.configuration();
        Map<String, Database> schemas = openDatabases(service);
        Outbox outbox = new Outbox(schemas.get(service.schema()), owner, configuration.trail());
        broker.relay(service.name(), outbox);
        LoopHost host = new LoopHost(
                vertx, configuration.shop(), http, broker, Clock.systemUTC(), configuration.batching(), parts.metrics().registry(), loop, configuration.eventLoops());
        return new ServiceEdge(
                host, service, configuration.settings().get(service.name()), schemas, new Announcer(outbox, new EventCodec(), parts.broker().maxBatch()));
    }

    private Map<String, Database> openDatabases(OrderlyService service) {
        Map<String, Database> schemas = new HashMap<>();
        schemas.put(service.schema(), Database.open(vertx, parts.plan().own(parts.database().address(), service)));
        service.furtherSchemas()
                .forEach(schema -> schemas.put(
                        schema, Database.open(vertx, parts.plan().further(parts.database().address(), schema))));
        databases.addAll(schemas.values());
        return schemas;
    }

    private interface Step {
        Future<?> take(Context context) throws Exception;
    }

    private Future<?> onThisLoop(Step step) {
        try {
            return step.take(context);
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<?> undeployAll() {
        Future<?> undone = Future.succeededFuture();
        for (Deployable verticle : deployed) {
            undone = undone.eventually(() -> onThisLoop(verticle::undeploy));
        }
        deployed.clear();
        return undone;
    }
}
