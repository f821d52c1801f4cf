package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.server.SystemLauncher;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker of our own (Apache Qpid Broker-J) on loopback, inside this JVM. Its definitions and persistent messages are in
 * one Berkeley DB store, which is flushed to disk before a publish is confirmed, so they outlive a {@code kill -9}.
 */
public final class LocalBroker implements AutoCloseable {

    /** The user that may do everything. */
    public static final String USER = "orderly";

    /** The virtual host; also the default one. */
    public static final String VIRTUAL_HOST = "orderly";

    /**
     * Where it lives.
     *
     * @param directory its folder, {@code <data>/broker}
     * @param port loopback port; 0 takes a free one
     */
    public record Settings(Path directory, int port) {}

    private static final int FREE_PORT_ATTEMPTS = 5;

    private final Path directory;
    private final int port;
    private final String password;
    private @Nullable SystemLauncher running;

    private LocalBroker(Path directory, int port, String password) {
        this.directory = directory;
        this.port = port;
        this.password = password;
    }

    /**
     * Returns when it takes connections.
     *
     * @throws StartRefused with one sentence that says why not
     */
    public static LocalBroker start(Settings settings) {
        Path directory = settings.directory().toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new StartRefused("The broker's folder " + directory + " cannot be written.", failure);
        }
        return start(directory, settings.port(), settings.port() == 0 ? FREE_PORT_ATTEMPTS : 1);
    }

    /** A port that was free a moment ago may be taken by the next outgoing connection of any process; then another one serves as well. */
    private static LocalBroker start(Path directory, int port, int attempts) {
        try {
            var broker = new LocalBroker(directory, Ports.claim(port, "the broker"), Secrets.fresh());
            broker.start();
            return broker;
        } catch (StartRefused refused) {
            if (attempts > 1) {
                return start(directory, port, attempts - 1);
            }
            throw refused;
        }
    }

    /** Starts it again on the same port and store after {@link #stop}. */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        int free = Ports.claim(port, "the broker");
        BrokerConfiguration.prepareJvm();
        var outcome = new BrokerStart();
        var launcher = new SystemLauncher(outcome);
        try {
            launcher.startup(Map.copyOf(BrokerConfiguration.attributes(directory, free, password)));
        } catch (Exception failure) {
            throw new StartRefused("The embedded broker did not start: " + failure.getMessage() + ".", failure);
        }
        outcome.failure().ifPresent(failure -> {
            throw new StartRefused("The embedded broker did not start: " + failure.getMessage() + ".", failure);
        });
        outcome.leaveTheEndToUs();
        running = launcher;
    }

    /** Has it stopped and its folder removed when the JVM ends: for tests; the product stops its parts in an order of its own. */
    public LocalBroker removeAtExit() {
        Folders.deleteAtExit(this::close, directory);
        return this;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** The password of {@link #USER}, another one in every run. */
    public String password() {
        return password;
    }

    /** Closes all connections and the store; {@link #start()} brings it back. */
    public synchronized void stop() {
        Optional.ofNullable(running).ifPresent(SystemLauncher::shutdown);
        running = null;
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
