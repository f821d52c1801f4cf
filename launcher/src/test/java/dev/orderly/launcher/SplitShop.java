package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.embedded.DataFolder;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.TestDatabase;
import dev.orderly.web.Caller;
import dev.orderly.web.Fields;
import dev.orderly.web.tokens.TokenIssuer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A shop as {@code config/production.yaml} has it, on the real backends: one process for each service (here in one JVM), on a virtual host
 * and in a database that were set up as {@code docs/operations.md} tells it.
 */
final class SplitShop implements AutoCloseable {

    static final int MAX_LENGTH = 40;
    static final int MAX_CONNECTIONS = 20;

    private static final String USER_SECRET = "what broker users are derived from";

    private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
    private final TestDatabase database = Backends.database("production");
    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();
    private final TokenIssuer issuer = TokenIssuer.fresh(ProductionExample.TERMS, Clock.systemUTC());
    private final Deque<RunningShop> processes = new ArrayDeque<>();

    SplitShop(Path folder) {
        this.folder = folder;
        Services.names().forEach(service -> ports.put(service, JarProcess.freePort()));
    }

    /** Sets everything up, each time by what an operator would type, and starts every process. */
    void start() throws IOException {
        setUp();
        for (String service : Services.names()) {
            startProcess(service);
        }
    }

    /** A clerk's, for the API of the process that runs this service. */
    ShopClient client(String service) {
        return new ShopClient(
                "http://127.0.0.1:" + ports.get(service),
                () -> issuer.issue(new Caller("clerk", LocalIssuer.CLERK), Duration.ofHours(8)));
    }

    TestDatabase database() {
        return database;
    }

    /** Also the first part of its users' names. */
    String virtualHost() {
        return name;
    }

    /** The broker as that service's process knows it. */
    BrokerAccess as(String service) {
        return access(users().ofProcess(List.of(service)));
    }

    /** The broker as the user knows it who declares everything. */
    BrokerAccess asTopology() {
        return access(users().ofTopology());
    }

    /** Its configuration's file: the example with what that only gives examples of. */
    Path config(String service) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("services: [order]", "services: [" + service + "]\neventLoops: 1\ncatalog: {demoProducts: false}");
        names.put("  host: 0.0.0.0", "  host: 127.0.0.1\n  port: " + ports.get(service));
        names.put(ProductionExample.KEYS, file("keys.json", issuer.keys().document()));
        names.put(
                "database.example.com",
                "localhost\n  port: " + database.address().port());
        names.put("name: orderly", "name: " + database.address().database());
        names.put(ProductionExample.ROLE_SECRET, file("role-secret", TestShop.ROLE_SECRET));
        names.put("broker.example.com", "localhost\n  port: " + given("ORDERLY_TEST_BROKER_TLS_PORT"));
        names.put("virtualHost: orderly", "virtualHost: " + name);
        names.put("  user: orderly", "  user: " + name);
        names.put(ProductionExample.USER_SECRET, file("user-secret", USER_SECRET));
        names.put(ProductionExample.AUTHORITIES, given("ORDERLY_TEST_CA"));
        return Path.of(file(
                service + ".yaml",
                ProductionExample.with(names) + "\nmanagement: {port: " + JarProcess.freePort() + "}\n"));
    }

    @Override
    public void close() {
        processes.forEach(RunningShop::close);
        RabbitControl.tell("", "delete_vhost", name);
        RabbitControl.type("list_users", "--silent")
                .lines()
                .map(line -> line.replaceFirst("\\s.*", ""))
                .filter(user -> user.startsWith(name))
                .forEach(user -> RabbitControl.tell("", "delete_user", user));
        database.close();
    }

    private void setUp() throws IOException {
        String config = config("order").toString();
        String roles = typed(
                "db",
                "init",
                "--config",
                config,
                "--data",
                folder.toString(),
                "--admin-user",
                database.admin().user(),
                "--admin-password-file",
                file("admin-password", database.admin().password()));
        assertThat(roles).contains("role orderly_stock");
        String definitions = typed(
                "broker",
                "init",
                "--config",
                config,
                "--max-length",
                "" + MAX_LENGTH,
                "--max-connections",
                "" + MAX_CONNECTIONS);
        assertThat(definitions).doesNotContain(USER_SECRET, as("order").password());
        RabbitControl.tell(definitions, "import_definitions");
        assertThat(typed("broker", "declare", "--config", config)).contains("are declared");
    }

    private void startProcess(String service) throws IOException {
        ConfigurationTree tree = new ConfigurationTree();
        tree.over(config(service));
        RunningShop process = new RunningShop(
                Fields.of(tree.tree(), "").into(Configuration::read),
                DataFolder.open(folder.resolve(service)),
                new Progress(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
        processes.push(process);
        process.start();
    }

    private static String typed(String... words) {
        Typed typed = Typed.words(words);
        assertThat(typed.code()).as(typed.errors()).isZero();
        return typed.printed();
    }

    private BrokerUsers users() {
        return new BrokerUsers(name, new Secret(USER_SECRET));
    }

    private BrokerAccess access(BrokerUser user) {
        BrokerAccess broker = Backends.broker();
        return new BrokerAccess(
                broker.host(), broker.port(), name, user.name(), user.password().value());
    }

    private String file(String called, String content) throws IOException {
        return Files.writeString(folder.resolve(called), content).toString();
    }

    private static String given(String variable) {
        return Backends.given(variable).orElseThrow();
    }
}
