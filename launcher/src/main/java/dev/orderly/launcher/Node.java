package dev.orderly.launcher;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.messaging.Desk;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseClock;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.service.CoDeployment;
import dev.orderly.service.HostedService;
import dev.orderly.service.NodeSettings;
import dev.orderly.service.OrderlyService;
import dev.orderly.tracing.Tracing;
import dev.orderly.web.Access;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the shop: the chosen services on every event loop. */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long SET_CLOCK_EVERY_MS = 60_000;

    private final Vertx vertx;
    private final List<CoDeployment> loops;
    private final Duration maxOutboxAge;
    private final Database watched;
    private final SpanExport export;
    private final Clock clock;
    private long setting = -1;
    private volatile boolean stopped;
    private List<Future<String>> deployments = List.of();

    Node(Vertx vertx, NodeParts parts) {
        this.vertx = vertx;
        this.maxOutboxAge = parts.configuration().maxOutboxAge();
        this.export = new SpanExport(
                vertx, parts.configuration().tracing(), parts.metrics().registry());
        NodeSettings settings = settings(parts, export.tracing());
        this.loops = IntStream.range(0, settings.loops())
                .mapToObj(loop -> new CoDeployment(settings, loop))
                .toList();
        new Gauges(parts.metrics().registry(), this::health)
                .register(queuesOf(parts.configuration()), parts.broker().prefix());
        this.watched =
                Database.open(vertx, parts.plan().auditor(parts.database().address()));
        this.clock = parts.clock();
    }

    /**
     * What a node is made of.
     *
     * @param configuration every setting
     * @param plan the schemas and their roles
     * @param database where PostgreSQL answers
     * @param broker where the broker answers, and how it is used
     * @param access who may ask it
     * @param metrics the process's meters
     * @param clock tells the time of decisions; a {@link DatabaseClock} is set by the node
     */
    record NodeParts(
            Configuration configuration,
            SchemaPlan plan,
            AdminSettings database,
            BrokerSettings broker,
            Access access,
            Metrics metrics,
            Clock clock) {}

    /** Deploys the services on every loop; completes when all of them listen, or fails when all have come to rest. */
    Future<Void> start() {
        if (!(clock instanceof DatabaseClock shared)) {
            return deploy();
        }
        setting = vertx.setPeriodic(SET_CLOCK_EVERY_MS, due -> setAgain(shared));
        return setFirst(shared).compose(set -> stopped ? neverBegun() : deploy());
    }

    /** Nothing begins before the time is known. */
    private Future<Void> setFirst(DatabaseClock shared) {
        return shared.ask(watched).recover(away -> {
            LOG.info("the database does not tell the time yet: {}", away.toString());
            return vertx.timer(1, TimeUnit.SECONDS).compose(due -> stopped ? neverBegun() : setFirst(shared));
        });
    }

    private static Future<Void> neverBegun() {
        return Future.failedFuture("stopped before it began");
    }

    /** While the database is away, what it said last holds on. */
    private void setAgain(DatabaseClock shared) {
        shared.ask(watched).onFailure(away -> LOG.debug("the database does not tell the time", away));
    }

    private Future<Void> deploy() {
        List<Future<String>> begun = loops.stream().map(vertx::deployVerticle).toList();
        deployments = begun;
        return Future.join(begun).mapEmpty();
    }

    /** Completes when every loop has reached the broker. */
    Future<Void> connected() {
        return Future.all(loops.stream().map(CoDeployment::connected).toList()).mapEmpty();
    }

    /** Refuses new requests, finishes what is in hand, and lets go of everything. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(setting);
        List<Future<Void>> ended = deployments.stream()
                .filter(Future::succeeded)
                .map(deployed -> vertx.undeploy(deployed.result()))
                .toList();
        return Future.join(ended).<Void>mapEmpty().eventually(watched::close).eventually(export::stop);
    }

    /** What has to be well for this process to be ready. */
    void addProbes(ManagementEdge edge) {
        for (int loop = 0; loop < loops.size(); loop++) {
            CoDeployment watchedLoop = loops.get(loop);
            edge.probe("broker-" + loop, () -> Future.succeededFuture(trouble(watchedLoop.health())));
            edge.probe("pools-" + loop, () -> Future.succeededFuture(watchedLoop.crowdedPool()));
        }
        edge.probe("database", () -> watched.read("SELECT 1", Tuple.tuple()).map(answered -> Optional.empty()));
    }

    /** Offers to operators what the services of this process have for them; once it is started. */
    void addRoutes(ManagementEdge edge) {
        loops.get(0).managed().forEach(route -> edge.route(route.method(), route.path(), route.operation()));
    }

    /** The desks of the services of this process. */
    List<Desk> desks() {
        return loops.get(0).desks();
    }

    /** How the broker's clients are, loop by loop. */
    List<BrokerHealth> health() {
        return loops.stream().map(CoDeployment::health).toList();
    }

    private Optional<String> trouble(BrokerHealth health) {
        return Stream.of(health.connectionTrouble(), health.outboxTrouble(maxOutboxAge))
                .flatMap(Optional::stream)
                .reduce((connection, outbox) -> connection + "; " + outbox);
    }

    private static NodeSettings settings(NodeParts parts, Tracing tracing) {
        Configuration configuration = parts.configuration();
        return new NodeSettings(
                configuration.shop(),
                configuration.services().stream()
                        .map(service -> hosted(parts, service))
                        .toList(),
                configuration.http(),
                parts.access(),
                parts.broker(),
                configuration.kept(),
                configuration.batching(),
                new MessagingHealth(),
                parts.metrics().registry(),
                tracing,
                parts.clock(),
                configuration.eventLoops());
    }

    private static List<Subscription> queuesOf(Configuration configuration) {
        List<String> here =
                configuration.services().stream().map(OrderlyService::name).toList();
        return Subscription.of(here, configuration.shop().flow());
    }

    private static HostedService hosted(NodeParts parts, OrderlyService service) {
        DatabaseAddress address = parts.database().address();
        Map<String, DatabaseSettings> schemas = new LinkedHashMap<>();
        schemas.put(service.schema(), parts.plan().own(address, service));
        service.furtherSchemas()
                .forEach(schema -> schemas.put(schema, parts.plan().further(address, schema)));
        return new HostedService(service, parts.configuration().settingsOf(service), schemas);
    }
}
