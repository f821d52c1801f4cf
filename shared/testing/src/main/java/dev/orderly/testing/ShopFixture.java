package dev.orderly.testing;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.MessagePurge;
import dev.orderly.persistence.Tls;
import dev.orderly.service.CoDeployment;
import dev.orderly.service.HostedService;
import dev.orderly.service.NodeSettings;
import dev.orderly.service.OrderlyService;
import dev.orderly.service.Shop;
import dev.orderly.tracing.Tracing;
import dev.orderly.web.Fields;
import dev.orderly.web.HttpSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Any set of services as one process of a shop, on a database, queues and a port that no other test has, with the audit's trail on:
 * {@code @RegisterExtension static final ShopFixture SHOP = ShopFixture.of(new StockService());}. What the other services would say comes
 * from {@link #events}.
 */
public final class ShopFixture implements BeforeAllCallback, AfterAllCallback {

    private final List<OrderlyService> services;
    private final Map<String, String> sections = new HashMap<>();
    private Shop shop = new Shop("EUR", Flow.STANDARD, Duration.ofMinutes(15), everybody());
    private Batcher.Limits batching = new Batcher.Limits(200, 2, 5_000);
    private MessagePurge.Ages kept = MessagePurge.Ages.DEFAULT;
    private Clock clock = Clock.systemUTC();
    private int loops = 1;
    private @Nullable RunningShop running;

    private ShopFixture(List<OrderlyService> services) {
        this.services = services;
    }

    /** A shop that runs these services; the others of the table are expected to be elsewhere, so their queues exist. */
    public static ShopFixture of(OrderlyService... services) {
        return new ShopFixture(List.of(services));
    }

    /** Gives a section of the configuration, as YAML. */
    public ShopFixture with(String service, String yaml) {
        sections.put(service, yaml);
        return this;
    }

    /** Another flow. */
    public ShopFixture with(Flow flow) {
        shop = new Shop(shop.currency(), flow, shop.deadline(), shop.services());
        return this;
    }

    /** Other batches. */
    public ShopFixture with(Batcher.Limits limits) {
        batching = limits;
        return this;
    }

    /** Other ages of what is done with of messages. */
    public ShopFixture with(MessagePurge.Ages ages) {
        kept = ages;
        return this;
    }

    /** Another clock. */
    public ShopFixture with(Clock other) {
        clock = other;
        return this;
    }

    /** The services on so many event loops. */
    public ShopFixture onLoops(int count) {
        loops = count;
        return this;
    }

    /** Starts it, for tests that do so themselves. */
    @CanIgnoreReturnValue
    public ShopFixture start() {
        beforeAll(null);
        return this;
    }

    /** Stops the services in order and starts them again on the same rows, queues and another port. */
    public void restart() {
        running().undeploy();
        running().deploy();
    }

    /** Stops the services in order; rows, queues and the event probe stay. */
    public void stopServices() {
        running().undeploy();
    }

    /** Starts the services again. */
    public void startServices() {
        running().deploy();
    }

    /** Stops it and removes database and queues. */
    public void close() {
        afterAll(null);
    }

    /** A customer. */
    public HttpProbe http() {
        return running().http();
    }

    /** An operator, on the management port. */
    public HttpProbe operators() {
        return running().operators();
    }

    /** The port of the API. */
    public int port() {
        return running().loops().get(0).port();
    }

    /** The other services. */
    public EventProbe events() {
        return running().events();
    }

    /** The rows, seen as superuser. */
    public TestDatabase database() {
        return running().database();
    }

    /** How many events the services called impossible so far. */
    public double alarms() {
        return running().node().meters().find("orderly.impossible").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** How the audit reaches the rows. */
    public DatabaseSettings auditor() {
        return TestSchemas.auditor(database());
    }

    /** The loops, for their health. */
    public List<CoDeployment> loops() {
        return running().loops();
    }

    /** The Vert.x instance that carries it. */
    public Vertx vertx() {
        return running().vertx();
    }

    /** How the broker is used. */
    public BrokerSettings broker() {
        return running().node().broker();
    }

    @Override
    public void beforeAll(@Nullable ExtensionContext context) {
        CompletableFuture<BrokerAccess> broker = CompletableFuture.supplyAsync(Backends::broker);
        String name = services.isEmpty() ? "shop" : services.get(0).name();
        TestDatabase database = Backends.database(name);
        TestSchemas.create(database, services);
        BrokerAccess access = broker.join();
        String prefix = Backends.queuePrefix(name);
        running = new RunningShop(node(database, settings(access, prefix)), database, access);
    }

    @Override
    public void afterAll(@Nullable ExtensionContext context) {
        running().close();
        running = null;
    }

    private RunningShop running() {
        if (running == null) {
            throw new IllegalStateException("the shop is not started: register it as an extension, or start() it");
        }
        return running;
    }

    private NodeSettings node(TestDatabase database, BrokerSettings broker) {
        List<HostedService> hosted =
                services.stream().map(service -> hosted(database, service)).toList();
        return new NodeSettings(
                shop,
                hosted,
                HttpSettings.on("127.0.0.1", 0),
                Clerk.access(),
                broker,
                kept,
                batching,
                new MessagingHealth(),
                new SimpleMeterRegistry(),
                Tracing.off(),
                clock,
                loops);
    }

    private HostedService hosted(TestDatabase database, OrderlyService service) {
        String section = sections.getOrDefault(service.name(), "{}");
        Record settings = Fields.parseYaml(section).<Record>into(service::settings);
        return new HostedService(service, settings, TestSchemas.settings(database, service));
    }

    private static BrokerSettings settings(BrokerAccess access, String prefix) {
        return new BrokerSettings(
                access.host(),
                access.port(),
                access.virtualHost(),
                access.user(),
                access.password(),
                Duration.ofSeconds(5),
                50,
                prefix,
                "classic",
                true,
                Duration.ofSeconds(4),
                200,
                true,
                Tls.NONE);
    }

    private static Set<String> everybody() {
        return Subscription.TABLE.stream().map(Subscription::service).collect(Collectors.toSet());
    }
}
