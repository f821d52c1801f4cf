package dev.orderly.launcher;

import dev.orderly.embedded.DataFolder;
import dev.orderly.embedded.RunningInstance;
import dev.orderly.embedded.StartRefused;
import dev.orderly.faults.FaultPoint;
import dev.orderly.launcher.BackendStart.BrokerAddress;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseClock;
import dev.orderly.persistence.DatabaseSetupFailed;
import dev.orderly.web.HttpSettings;
import dev.orderly.web.Metrics;
import dev.orderly.web.PortInUse;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process from its first part to its last: backends, schemas, services, management port. Stops in reverse order, also what a failed
 * start left half done.
 */
final class RunningShop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningShop.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);

    private final Configuration configuration;
    private final DataFolder folder;
    private final Progress progress;
    private final Deque<Stop> stops = new ArrayDeque<>();
    private boolean closed;
    private Addresses addresses = new Addresses("", "");
    private List<DemoProduct> demoProducts = List.of();

    RunningShop(Configuration configuration, DataFolder folder, Progress progress) {
        this.configuration = configuration;
        this.folder = folder;
        this.progress = progress;
    }

    /** Where the API and the management port answer. */
    record Addresses(String api, String management) {}

    private record Stop(String part, Runnable action) {}

    /** Starts everything; parts that do not need each other start at the same time. @throws Refusal why it cannot run */
    void start() {
        try {
            refuseUnsafeProduction();
            startParts();
        } catch (CompletionException | StartRefused failure) {
            throw refusal(failure);
        }
    }

    Addresses addresses() {
        return addresses;
    }

    List<DemoProduct> demoProducts() {
        return demoProducts;
    }

    private void startParts() {
        onStop("data folder", folder::close);
        BackendStart backends = new BackendStart(configuration, folder);
        onStop("backends", backends::close);
        SchemaPlan plan = SchemaPlan.of(configuration, folder.path());
        CompletableFuture<AdminSettings> database =
                backends.database(progress).thenApply(admin -> prepare(admin, plan));
        CompletableFuture<BrokerAddress> broker = backends.broker(progress);
        Metrics metrics = new Metrics();
        Vertx vertx = vertx(metrics);
        AdminSettings admin = Blocking.await(database, START_LIMIT, "the database");
        BrokerAddress address = Blocking.await(broker, START_LIMIT, "the broker");
        progress.doing("services", "starting");
        TokenService tokens = TokenService.open(configuration, folder.path(), vertx);
        onStop("tokens", tokens::close);
        startServices(
                vertx,
                new Node.NodeParts(
                        configuration,
                        plan,
                        admin,
                        brokerSettings(address),
                        tokens.access(),
                        metrics,
                        new DatabaseClock(Clock.systemUTC())));
        folder.announce(new RunningInstance(
                ProcessHandle.current().pid(),
                configuration.http().port(),
                configuration.management().port(),
                admin.address().port(),
                address.port()));
    }

    private Vertx vertx(Metrics metrics) {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(configuration.eventLoops())
                        .setMetricsOptions(Metrics.options()))
                .withMetrics(metrics.factory())
                .build();
        onStop("Vert.x", () -> Blocking.await(vertx.close(), STOP_LIMIT, "Vert.x"));
        return vertx;
    }

    private AdminSettings prepare(AdminSettings admin, SchemaPlan plan) {
        progress.doing("PostgreSQL", "preparing schemas and roles");
        plan.prepare(admin, configuration);
        return admin;
    }

    private void startServices(Vertx vertx, Node.NodeParts parts) {
        Node node = new Node(vertx, parts);
        onStop("services", () -> Blocking.await(node.stop(), STOP_LIMIT, "the services"));
        Blocking.await(node.start(), START_LIMIT, "the services");
        if (configuration.broker().embedded()) {
            Blocking.await(node.connected(), START_LIMIT, "the connection to the broker");
        }
        Management management = new Management(vertx, parts, node);
        Blocking.finish(management.start(), START_LIMIT, "the management port");
        onStop("management port", () -> Blocking.await(management.stop(), STOP_LIMIT, "the management port"));
        addresses = new Addresses(url(configuration.http()), url(configuration.management()));
        demoProducts = Blocking.await(new DemoShelf(vertx, parts).await(), START_LIMIT, "the demo products");
    }

    private BrokerSettings brokerSettings(BrokerAddress address) {
        BrokerSection broker = configuration.broker();
        return new BrokerSettings(
                address.host(),
                address.port(),
                address.virtualHost(),
                address.user(),
                address.password(),
                broker.heartbeat(),
                broker.prefetch(),
                broker.prefix(),
                broker.queueType(),
                broker.declareTopology(),
                Duration.ofSeconds(4),
                configuration.batching().maxItems(),
                configuration.trail(),
                broker.tls());
    }

    private void refuseUnsafeProduction() {
        if (configuration.production() && FaultPoint.armed()) {
            throw Refusal.cannot("a fault point is armed (orderly.fault), which profile production refuses");
        }
    }

    private static String url(HttpSettings settings) {
        return "http://" + settings.host() + ":" + settings.port();
    }

    private static Refusal refusal(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isSentence(cause)) {
                return Refusal.cannot(String.valueOf(cause.getMessage()), failure);
            }
        }
        return Refusal.of(failure);
    }

    /** What says in words for people what is wrong with the surroundings. */
    private static boolean isSentence(Throwable cause) {
        return cause instanceof PortInUse || cause instanceof StartRefused || cause instanceof DatabaseSetupFailed;
    }

    /** A part that comes up after the end was called for goes down at once. */
    private synchronized void onStop(String part, Runnable action) {
        stops.push(new Stop(part, action));
        if (closed) {
            stop(stops.pop());
        }
    }

    /** Stops every part that was started, the last one first; one that fails does not keep the others. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stops.forEach(RunningShop::stop);
        }
    }

    private static void stop(Stop stop) {
        try {
            stop.action().run();
        } catch (RuntimeException failure) {
            LOG.error("stopping {} failed", stop.part(), failure);
        }
    }
}
