package dev.orderly.messaging;

import dev.orderly.persistence.Tls;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Where the broker is and how it is used.
 *
 * @param host name or address of the broker
 * @param port its AMQP port
 * @param virtualHost the virtual host that holds the topology
 * @param user who connects
 * @param password the user's password; never printed
 * @param heartbeat how often both sides prove to be alive (5–10 s); a frozen broker is noticed after about twice that
 * @param prefetch how many unacknowledged messages a queue may have here
 * @param prefix stands before every queue's and exchange's name; empty in a shop, a test's own in tests
 * @param queueType {@code classic} or {@code quorum}
 * @param declareTopology whether exchanges and queues are declared, or assumed to be there
 * @param confirmTimeout how long the broker may take to confirm a message before its connection is thrown away
 * @param maxBatch how many events are handled in one transaction, and put into one message
 * @param trail whether an inbox row is written for every event handled, for the audit
 * @param tls whether connections are encrypted, and which broker is trusted
 */
public record BrokerSettings(
        String host,
        int port,
        String virtualHost,
        String user,
        String password,
        Duration heartbeat,
        int prefetch,
        String prefix,
        String queueType,
        boolean declareTopology,
        Duration confirmTimeout,
        int maxBatch,
        boolean trail,
        Tls tls) {

    private static final int AMQP_PORT = 5672;

    /** The defaults for the broker at {@code amqp://user:password@host:port/virtual-host}, without encryption. */
    public static BrokerSettings at(URI uri, String prefix) {
        String[] userAndPassword = uri.getRawUserInfo() == null
                ? new String[] {"guest", "guest"}
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getRawPath() == null || uri.getRawPath().length() < 2
                ? "/"
                : decoded(uri.getRawPath().substring(1));
        return new BrokerSettings(
                uri.getHost(),
                uri.getPort() < 0 ? AMQP_PORT : uri.getPort(),
                path,
                decoded(userAndPassword[0]),
                userAndPassword.length > 1 ? decoded(userAndPassword[1]) : "",
                Duration.ofSeconds(5),
                50,
                prefix,
                "classic",
                true,
                Duration.ofSeconds(4),
                200,
                false,
                Tls.NONE);
    }

    @Override
    public String toString() {
        return "amqp://%s@%s:%d/%s (prefix '%s')".formatted(user, host, port, virtualHost, prefix);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
