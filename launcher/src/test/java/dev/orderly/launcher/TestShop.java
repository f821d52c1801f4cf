package dev.orderly.launcher;

import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.Audit;
import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Flow;
import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.messaging.Desk;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseClock;
import dev.orderly.persistence.Schemas;
import dev.orderly.persistence.Tls;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.EventContracts;
import dev.orderly.testing.TcpProxy;
import dev.orderly.testing.TestDatabase;
import dev.orderly.testing.VirtualClock;
import dev.orderly.web.Access;
import dev.orderly.web.Caller;
import dev.orderly.web.Fields;
import dev.orderly.web.Metrics;
import dev.orderly.web.tokens.TokenIssuer;
import dev.orderly.web.tokens.TokenTerms;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All services in this process, on the backends that the switch chooses, with a database and a queue prefix of their own. */
final class TestShop implements AutoCloseable {

    /** Roles and their passwords are the server's: whoever shares it with a test derives them from this. */
    static final String ROLE_SECRET = "a secret #1 for tests";

    /** What the default configuration says of tokens. */
    static final TokenTerms TERMS = new TokenTerms("orderly", "orderly");

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Metrics metrics = new Metrics();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(Metrics.options()))
            .withMetrics(metrics.factory())
            .build();
    private final TestDatabase database;
    private final Configuration configuration;
    private final SchemaPlan plan;
    private final BrokerSettings broker;
    private final Node.NodeParts parts;
    private final Node node;
    private final TokenIssuer issuer = TokenIssuer.fresh(TERMS, Clock.systemUTC());
    private final Access access;
    private final ShopClient client;
    private final VirtualClock clock = new VirtualClock();
    private final List<Node> others = new ArrayList<>();
    private final TcpProxy databaseWire;
    private final TcpProxy brokerWire;
    private @Nullable String operators;

    private TestShop(
            TestDatabase on, String prefix, Map<String, String> settings, boolean wired, Optional<Clock> machine) {
        database = on;
        databaseWire = TcpProxy.to(database.address().host(), database.address().port());
        brokerWire = TcpProxy.to(Backends.broker().host(), Backends.broker().port());
        int port = JarProcess.freePort();
        configuration = configuration(port, settings);
        access = TokenService.local(issuer, configuration);
        plan = new SchemaPlan(
                new RolePasswords(ROLE_SECRET),
                configuration.database().poolSize(),
                configuration.database().maxWaiting());
        broker = brokerSettings(wired ? brokerWire.port() : Backends.broker().port(), Backends.broker(), prefix);
        Schemas.create(database.admin(), plan.schemas(Services.ALL), plan.auditorPassword());
        Schemas.migrate(database.address(), plan.schemas(Services.ALL));
        parts = new Node.NodeParts(
                configuration,
                plan,
                wired ? wiredDatabase() : database.admin(),
                broker,
                access,
                metrics,
                machine.<Clock>map(DatabaseClock::new).orElse(clock));
        node = new Node(vertx, parts);
        client = clientOf(new Caller("clerk", LocalIssuer.CLERK));
    }

    /** Starts a shop without demo products, with the trail on; settings by path, as YAML writes them. */
    static TestShop start(String name, Map<String, String> settings) {
        return startOn(Backends.database(name), Backends.queuePrefix(name), settings);
    }

    /** As {@link #start}, on a database and with queues that were there before it; it drops the database when it is closed. */
    static TestShop startOn(TestDatabase database, String queuePrefix, Map<String, String> settings) {
        return started(new TestShop(database, queuePrefix, settings, false, Optional.empty()));
    }

    /** As {@link #start}, as production goes by the time, on a machine whose own clock is this one. */
    static TestShop startOn(Clock machine, String name, Map<String, String> settings) {
        return started(new TestShop(
                Backends.database(name), Backends.queuePrefix(name), settings, false, Optional.of(machine)));
    }

    /** As {@link #start}, with its database and its broker at the other end of wires that a test can cut. */
    static TestShop startOnWires(String name, Map<String, String> settings) {
        return started(
                new TestShop(Backends.database(name), Backends.queuePrefix(name), settings, true, Optional.empty()));
    }

    private static TestShop started(TestShop shop) {
        Blocking.await(shop.node.start(), LIMIT, "the shop");
        Blocking.await(shop.node.connected(), LIMIT, "the broker");
        return shop;
    }

    /** One more process of this shop, with services of its own, on a machine whose own clock is this one. */
    void join(Clock machine, String services) {
        Configuration theirs = configuration(JarProcess.freePort(), Map.of("services", services));
        Node other = new Node(
                vertx,
                new Node.NodeParts(
                        theirs, plan, database.admin(), broker, access, new Metrics(), new DatabaseClock(machine)));
        others.add(other);
        Blocking.await(other.start(), LIMIT, services);
        Blocking.await(other.connected(), LIMIT, "the broker of " + services);
    }

    /** What lies between it and its database. */
    TcpProxy databaseWire() {
        return databaseWire;
    }

    /** What lies between it and its broker. */
    TcpProxy brokerWire() {
        return brokerWire;
    }

    /** The time by which the services decide. */
    VirtualClock clock() {
        return clock;
    }

    /** Where its customers reach it. */
    int port() {
        return configuration.http().port();
    }

    /** A clerk's. */
    ShopClient client() {
        return client;
    }

    /** Somebody else's. */
    ShopClient clientOf(Caller caller) {
        return new ShopClient(url(), () -> issuer.issue(caller, Duration.ofHours(8)));
    }

    /** Who signs the tokens that count here. */
    TokenIssuer issuer() {
        return issuer;
    }

    /** Where its API answers. */
    String url() {
        return "http://127.0.0.1:" + port();
    }

    TestDatabase database() {
        return database;
    }

    /** How its messaging is, loop by loop. */
    List<BrokerHealth> health() {
        return node.health();
    }

    /** How it runs its saga. */
    Flow flow() {
        return configuration.shop().flow();
    }

    /** The services it consists of. */
    Set<String> services() {
        return configuration.shop().services();
    }

    BrokerSettings broker() {
        return broker;
    }

    /** Where an operator deals with what the services could not. */
    List<Desk> desks() {
        return node.desks();
    }

    /** Where its operators' port answers; it is opened when it is first asked for. */
    String operators() {
        String open = operators;
        if (open == null) {
            open = "http://127.0.0.1:"
                    + Blocking.await(new Management(vertx, parts, node).start(), LIMIT, "the operators' port");
            operators = open;
        }
        return open;
    }

    /** A product that order and stock know; 409 says that it is there, and only an answer was lost. */
    void sell(String productId, String price, long quantity) {
        String product = "{\"productId\":\"%s\",\"name\":\"%s\",\"price\":%s,\"quantity\":%d}"
                .formatted(productId, productId, price, quantity);
        ShopClient.Answer answer = ShopClient.insist(() -> client.post("/products", product));
        if (answer.status() != 201 && answer.status() != 409) {
            throw new AssertionError(answer.text());
        }
        Eventually.holds(
                LIMIT,
                () -> database.number(
                                "SELECT count(*) FROM orders.products JOIN stock.stock_levels USING (product_id) WHERE product_id = ?",
                                productId)
                        == 1,
                () -> productId + " did not become known");
    }

    /** Places an order and gives its id. */
    String order(String customer, String productId, long quantity, String method) {
        String order =
                "{\"customerId\":\"%s\",\"items\":[{\"productId\":\"%s\",\"quantity\":%d}],\"paymentMethod\":\"%s\"}"
                        .formatted(customer, productId, quantity, method);
        String key = UUID.randomUUID().toString();
        ShopClient.Answer answer = ShopClient.insist(() -> client.place(order, key));
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
        return answer.body().path("id").asText();
    }

    /** Cancels an order, and gives the status of the answer. */
    int cancel(String orderId) {
        return ShopClient.insist(() -> client.cancel(orderId)).status();
    }

    String statusOf(String orderId) {
        return client.get("/orders/" + orderId).body().path("status").asText();
    }

    void awaitStatus(String orderId, String status) {
        Eventually.holds(
                LIMIT,
                () -> statusOf(orderId).equals(status),
                () -> client.get("/orders/" + orderId + "/timeline").text());
    }

    /** The audit, once everything is at rest and the books are clean; what it knows of the broker's queues is some seconds old. */
    AuditReport auditAtRest() {
        AuditReport[] report = new AuditReport[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    report[0] = audit();
                    return report[0].atRest() && report[0].clean();
                },
                () -> "never at rest with clean books: " + String.join("\n", report[0].lines()));
        return report[0];
    }

    AuditReport audit() {
        return audit(Optional.empty());
    }

    /** As {@link #audit()}, knowing which orders clients hold a 201 for. */
    AuditReport audit(Optional<List<Acknowledged>> promised) {
        return Blocking.await(
                new Audit(vertx, plan.auditor(database.address()))
                        .run(new AuditScope(configuration)
                                .options(promised, node.health())
                                .withTimeAhead(clock.ahead())),
                LIMIT,
                "the audit");
    }

    /** Stops it and drops its database; fails when a message that it sent was not as AsyncAPI says. */
    @Override
    public void close() {
        others.forEach(other -> Blocking.await(other.stop(), LIMIT, "stopping another node"));
        Blocking.await(node.stop(), LIMIT, "stopping the shop");
        Blocking.await(vertx.close(), LIMIT, "Vert.x");
        databaseWire.close();
        brokerWire.close();
        try (database) {
            EventContracts.known().hold(database);
        }
    }

    private AdminSettings wiredDatabase() {
        DatabaseAddress there = new DatabaseAddress(
                "127.0.0.1", databaseWire.port(), database.address().database());
        return new AdminSettings(
                there, database.admin().user(), database.admin().password());
    }

    /** What a test's shop is configured to be. */
    static Configuration configuration(int port, Map<String, String> settings) {
        ConfigurationTree tree = new ConfigurationTree();
        tree.set("http.port", "" + port);
        tree.set("management.port", "" + JarProcess.freePort());
        tree.set("eventLoops", "2");
        tree.set("catalog.demoProducts", "false");
        tree.set("messaging.trail", "true");
        tree.set("database.poolSize", "3");
        settings.forEach(tree::set);
        return Fields.of(tree.tree(), "").into(Configuration::read);
    }

    private static BrokerSettings brokerSettings(int port, BrokerAccess access, String prefix) {
        return new BrokerSettings(
                access.host(),
                port,
                access.virtualHost(),
                access.user(),
                access.password(),
                Duration.ofSeconds(5),
                8,
                prefix,
                "classic",
                true,
                Duration.ofSeconds(4),
                200,
                true,
                Tls.NONE);
    }
}
