package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.messaging.Broker;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.Failures;
import dev.orderly.persistence.Schemas;
import dev.orderly.persistence.Tls;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * S45: a server is trusted when an authority that we know vouches for it, under the name by which it was asked for; else it is told no
 * password, and whoever keeps the shop running is told why. The servers of these tests are vouched for as {@code localhost}. That a shop
 * works with them is in {@link LeastRightsIT}.
 */
@EnabledIfSystemProperty(
        named = "orderly.backends",
        matches = "external",
        disabledReason = "embedded backends speak to nobody but this machine, and not by TLS")
@EnabledIfEnvironmentVariable(
        named = "ORDERLY_TEST_CA",
        matches = ".+",
        disabledReason = "these backends do not say whose certificates they show")
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ITS_NAME = "localhost";
    private static final String NOT_ITS_NAME = "127.0.0.1";
    private static final String UNKNOWN_AUTHORITY = "unable to find valid certification path";

    /** The database's client keeps to itself why; a start asks by JDBC first, which tells. */
    private static final String NO_HANDSHAKE = "SSL handshake failed";

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        Blocking.finish(VERTX.close(), LIMIT, "Vert.x");
    }

    @Test
    void s45ConnectsToTheBrokerThatAKnownAuthorityVouchesFor() throws Exception {
        Broker broker = broker(ITS_NAME, known());
        try {
            Blocking.finish(broker.start(), LIMIT, "the broker");
            assertThat(broker.health().away()).isEmpty();
        } finally {
            Blocking.finish(broker.close(), LIMIT, "the broker");
        }
    }

    @Test
    void s45DoesNotConnectToABrokerThatOnlyAStrangerVouchesFor() throws Exception {
        assertThat(whyAway(broker(ITS_NAME, javas()))).contains(UNKNOWN_AUTHORITY);
    }

    @Test
    void s45DoesNotConnectToABrokerOfAnotherName() throws Exception {
        assertThat(whyAway(broker(NOT_ITS_NAME, known()))).contains("No subject alternative names", NOT_ITS_NAME);
    }

    @Test
    void s45ConnectsToTheDatabaseThatAKnownAuthorityVouchesFor() throws Exception {
        assertThat(whyRefused(ITS_NAME, known())).isEmpty();
    }

    @Test
    void s45DoesNotConnectToADatabaseThatOnlyAStrangerVouchesFor() throws Exception {
        assertThat(whyRefused(ITS_NAME, javas())).get().asString().contains(NO_HANDSHAKE);
    }

    @Test
    void s45DoesNotConnectToADatabaseOfAnotherName() throws Exception {
        assertThat(whyRefused(NOT_ITS_NAME, known())).get().asString().contains(NO_HANDSHAKE);
    }

    @Test
    void s45SetsNothingUpInADatabaseThatOnlyAStrangerVouchesFor() throws Exception {
        assertThat(whyNotSetUp(ITS_NAME, javas())).contains(UNKNOWN_AUTHORITY);
    }

    @Test
    void s45SetsNothingUpInADatabaseOfAnotherName() throws Exception {
        assertThat(whyNotSetUp(NOT_ITS_NAME, known())).contains(NOT_ITS_NAME, "could not be verified");
    }

    /** As {@code config/rabbitmq.conf} has it: no port is there for other machines, neither the node's nor the port mapper's nor management's. */
    @Test
    void s45OpensNothingOfTheBrokerToOtherMachines() throws Exception {
        assertThat(erlang("[Protocol || {listener,_,Protocol,_,_,_,_} <- rabbit_networking:active_listeners()]"))
                .isEqualTo("[clustering,amqp,'amqp/ssl']");
        assertThat(erlang("application:get_env(rabbit, loopback_users)")).isEqualTo("{ok,[<<\"guest\">>]}");
        List<Integer> ports =
                numbers(erlang("[Port || {listener,_,_,_,_,Port,_} <- rabbit_networking:active_listeners()]")
                        + erlang("os:getenv(\"ERL_EPMD_PORT\")"));
        assertThat(ports).hasSize(4);
        for (int port : ports) {
            assertThat(answers(InetAddress.getLoopbackAddress(), port)).isTrue();
            for (InetAddress outside : outsideAddresses()) {
                assertThat(answers(outside, port)).as(outside + ":" + port).isFalse();
            }
        }
    }

    private static String erlang(String expression) {
        return RabbitControl.type("eval", expression + ".").strip();
    }

    private static List<Integer> numbers(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .map(number -> Integer.valueOf(number.group()))
                .toList();
    }

    /** Where other machines find this one, if there are any. */
    private static List<InetAddress> outsideAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static Tls known() throws Exception {
        return Tls.verifying(Backends.given("ORDERLY_TEST_CA").map(Path::of));
    }

    /** The authorities that Java comes with, none of which knows these servers. */
    private static Tls javas() throws Exception {
        return Tls.verifying(Optional.empty());
    }

    private static Broker broker(String host, Tls tls) {
        BrokerAccess access = Backends.broker();
        BrokerSettings settings = new BrokerSettings(
                host,
                Integer.parseInt(Backends.given("ORDERLY_TEST_BROKER_TLS_PORT").orElseThrow()),
                access.virtualHost(),
                access.user(),
                access.password(),
                Duration.ofSeconds(5),
                1,
                "tls.",
                "classic",
                false,
                Duration.ofSeconds(4),
                1,
                false,
                tls);
        return Broker.open(VERTX.getOrCreateContext(), settings, List.of(), Clock.systemUTC());
    }

    private static String whyAway(Broker broker) {
        Future<Void> started = broker.start();
        try {
            Eventually.holds(
                    LIMIT,
                    () -> broker.health().because().contains("Exception"),
                    () -> broker.health().toString());
            assertThat(started.isComplete()).isFalse();
            assertThat(broker.health().trouble(LIMIT))
                    .get()
                    .asString()
                    .contains(broker.health().because());
            return broker.health().because();
        } finally {
            Blocking.finish(broker.close(), LIMIT, "the broker");
        }
    }

    private static Optional<String> whyRefused(String host, Tls tls) {
        try (TestDatabase database = Backends.database("tls")) {
            DatabaseSettings settings = DatabaseSettings.of(
                    at(database, host, tls),
                    "public",
                    database.admin().user(),
                    database.admin().password());
            Database pool = Database.open(VERTX, settings);
            Future<Optional<String>> asked = pool.read("SELECT 1", Tuple.tuple())
                    .map(rows -> Optional.<String>empty())
                    .otherwise(TlsIT::inWords);
            return Blocking.await(asked.eventually(pool::close), LIMIT, "the database");
        }
    }

    /** As any trouble with a connection it may pass: nothing that waits for the database is given up for it. */
    private static Optional<String> inWords(Throwable refused) {
        assertThat(Failures.isTransient(refused)).as(refused.toString()).isTrue();
        return Optional.of(refused.toString());
    }

    private static String whyNotSetUp(String host, Tls tls) {
        try (TestDatabase database = Backends.database("tls")) {
            AdminSettings admin = new AdminSettings(
                    at(database, host, tls),
                    database.admin().user(),
                    database.admin().password());
            Schemas.create(admin, List.of(), "auditor");
            throw new AssertionError("it was set up");
        } catch (RuntimeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static DatabaseAddress at(TestDatabase database, String host, Tls tls) {
        return new DatabaseAddress(
                host, database.address().port(), database.address().database(), tls);
    }
}
