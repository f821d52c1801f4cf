package dev.orderly.service;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.Broker;
import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.Desk;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseClock;
import dev.orderly.persistence.MessagePurge;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.ShopTime;
import dev.orderly.web.HttpEdge;
import dev.orderly.web.Operation;
import dev.orderly.web.PublishedFiles;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * All services of a node on one event loop, behind one port: no proxy and no event bus between them. It opens what they need, listens
 * last, and stops in reverse order, also after a start that failed half way. It does not wait for the broker: intake goes on without.
 */
public final class CoDeployment extends VerticleBase {

    private final NodeSettings node;
    private final int loop;
    private final UUID owner = UUID.randomUUID();
    private final List<Database> databases = new CopyOnWriteArrayList<>();
    private final Deque<Deployable> deployed = new ArrayDeque<>();
    private Future<Void> connected = Future.failedFuture("not started");
    private HttpEdge http;
    private Broker broker;
    private final List<Desk> desks = new ArrayList<>();
    private final List<Chores> purges = new ArrayList<>();
    private final List<ManagedRoute> managed = new ArrayList<>();
    private final Supplier<BrokerHealth> healthOfThisLoop = this::health;
    private int port;
    private long lateLooks = -1;

    /** For the loop with this number, from 0; to be deployed once. */
    @SuppressWarnings("NullAway.Init") // opened on the loop, in start()
    public CoDeployment(NodeSettings node, int loop) {
        this.node = node;
        this.loop = loop;
    }

    @Override
    public Future<?> start() {
        http = new HttpEdge(vertx, node.http(), node.access()).tracedBy(node.tracing());
        broker = Broker.open(
                vertx,
                node.broker(),
                Subscription.of(node.shop().services(), node.shop().flow()),
                DatabaseClock.comparable(node.clock()),
                node.tracing());
        connected = broker.start();
        if (loop == 0) {
            broker.watchShop();
        }
        Lateness lateness = new Lateness(node.messaging(), node.http().maxLag());
        lateLooks = vertx.setPeriodic(Lateness.PERIOD_MS, due -> lateness.look());
        http.closeIntakeWhile(lateness::reason);
        node.messaging().add(healthOfThisLoop);
        return deployFrom(0)
                .compose(all -> PublishedFiles.of(vertx, served()))
                .compose(this::listenWith)
                .map(this::listensOn)
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        http.refuse();
        vertx.cancelTimer(lateLooks);
        node.messaging().remove(healthOfThisLoop);
        return broker.stopConsuming()
                .eventually(this::stopPurges)
                .eventually(this::undeployAll)
                .eventually(broker::close)
                .eventually(http::close)
                .eventually(() ->
                        Future.join(databases.stream().map(Database::close).toList()));
    }

    /** Completes when the broker was reached and the topology is there. */
    public Future<Void> connected() {
        return connected;
    }

    /** The port on which this loop listens. */
    public int port() {
        return port;
    }

    /** The HTTP side of this loop. */
    public HttpEdge http() {
        return http;
    }

    /** How the two broker clients of this loop are. */
    public BrokerHealth health() {
        return broker.health();
    }

    /** Why one of the services gets no connection to its database in time; empty when all do. */
    public Optional<String> crowdedPool() {
        return databases.stream()
                .flatMap(database -> database.trouble().stream())
                .findFirst();
    }

    /** The desks of the services, on which their dead letters lie; any loop's serve as well as another's. */
    public List<Desk> desks() {
        return desks;
    }

    /** What the services of this loop offer to operators, each to be answered on this loop. */
    public List<ManagedRoute> managed() {
        return managed.stream()
                .map(route -> new ManagedRoute(route.method(), route.path(), answeredHere(route.operation())))
                .toList();
    }

    private List<String> served() {
        return node.services().stream().map(hosted -> hosted.service().name()).toList();
    }

    private Future<Integer> listenWith(PublishedFiles files) {
        files.offer(http);
        return http.listen();
    }

    private int listensOn(int actual) {
        port = actual;
        return actual;
    }

    private Operation answeredHere(Operation operation) {
        return request -> Future.future(reply -> context.runOnContext(entered ->
                Future.succeededFuture(request).compose(operation::handle).onComplete(reply)));
    }

    private Future<?> deployFrom(int index) {
        return index == node.services().size()
                ? Future.succeededFuture()
                : deploy(node.services().get(index)).compose(done -> deployFrom(index + 1));
    }

    private Future<?> deploy(HostedService hosted) {
        Deployable verticle = hosted.service().create(edgeOf(hosted));
        deployed.push(verticle);
        return onThisLoop(verticle::deploy);
    }

    private ServiceEdge edgeOf(HostedService hosted) {
        OrderlyService service = hosted.service();
        Map<String, Database> schemas = openDatabases(hosted);
        Database own = Objects.requireNonNull(schemas.get(service.schema()));
        Outbox outbox = new Outbox(own, owner, node.broker().trail());
        broker.relay(service.name(), outbox);
        desks.add(broker.desk(service.name(), own, loop == 0));
        Announcer announcer = broker.announcer(outbox, node.broker().maxBatch());
        return purged(new ServiceEdge(host(), service, hosted.settings(), schemas, announcer));
    }

    /** What is done with goes everywhere in the same way: no service has to see to it. */
    private ServiceEdge purged(ServiceEdge edge) {
        MessagePurge work = new MessagePurge(edge.database(), new ShopTime(edge.clock()), node.kept());
        Chores purge = new Chores(edge).add("purge-messages", node.kept().every(), work::purge);
        purge.begin();
        purges.add(purge);
        return edge;
    }

    private Future<?> stopPurges() {
        return Future.join(purges.stream().map(Chores::stop).toList());
    }

    private LoopHost host() {
        return new LoopHost(
                vertx,
                node.shop(),
                http,
                node.access(),
                broker,
                node.clock(),
                node.batching(),
                node.messaging(),
                managed,
                node.meters(),
                loop,
                node.loops());
    }

    private Map<String, Database> openDatabases(HostedService hosted) {
        Map<String, Database> schemas = new HashMap<>();
        hosted.schemas().forEach((schema, settings) -> schemas.put(schema, Database.open(vertx, settings)));
        databases.addAll(schemas.values());
        return schemas;
    }

    private Future<?> undeployAll() {
        Future<?> undone = Future.succeededFuture();
        while (!deployed.isEmpty()) {
            Deployable verticle = deployed.pop();
            undone = undone.eventually(() -> onThisLoop(verticle::undeploy));
        }
        return undone;
    }

    private Future<?> onThisLoop(Step step) {
        try {
            return step.take(context);
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    /** A deployment or its end, which may also throw. */
    private interface Step {
        Future<?> take(Context context) throws Exception;
    }
}
