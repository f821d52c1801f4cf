package dev.orderly.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL and a broker that somebody else has started: {@code ORDERLY_TEST_POSTGRES} (postgresql://user:password@host:port/db, a
 * superuser) and {@code ORDERLY_TEST_BROKER} (amqp://user:password@host:port/vhost), from the environment or as system properties;
 * {@code …_CTL} name the scripts that break and mend them. The second process that tests at the same time takes {@code …_2} of each.
 */
record ExternalBackend(
        PostgresAccess postgres, BrokerAccess broker, BackendControl postgresControl, BackendControl brokerControl)
        implements Backend {

    static ExternalBackend fromEnvironment() {
        return new ExternalBackend(
                postgresAt(URI.create(required("ORDERLY_TEST_POSTGRES"))),
                brokerAt(URI.create(required("ORDERLY_TEST_BROKER"))),
                control("ORDERLY_TEST_POSTGRES_CTL"),
                control("ORDERLY_TEST_BROKER_CTL"));
    }

    static PostgresAccess postgresAt(URI uri) {
        List<String> login = login(uri);
        return new PostgresAccess(uri.getHost(), port(uri, 5432), login.get(0), login.get(1));
    }

    static BrokerAccess brokerAt(URI uri) {
        List<String> login = login(uri);
        String path = uri.getRawPath();
        String virtualHost = path.length() > 1 ? decoded(path.substring(1)) : "/";
        return new BrokerAccess(uri.getHost(), port(uri, 5672), virtualHost, login.get(0), login.get(1));
    }

    private static List<String> login(URI uri) {
        String[] parts = Optional.ofNullable(uri.getRawUserInfo()).orElse(":").split(":", 2);
        return List.of(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int port(URI uri, int usual) {
        return uri.getPort() < 0 ? usual : uri.getPort();
    }

    private static BackendControl control(String name) {
        return setting(name).<BackendControl>map(ScriptControl::new).orElseGet(() -> new NoControl(name));
    }

    private static String required(String name) {
        return setting(name)
                .orElseThrow(() -> new IllegalStateException("orderly.backends=external needs " + ours(name) + "."));
    }

    static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(ours(name)))
                .or(() -> Optional.ofNullable(System.getenv(ours(name))))
                .filter(value -> !value.isBlank());
    }

    /** Processes that test at the same time are counted from 1. */
    private static String ours(String name) {
        int process = Integer.getInteger("orderly.fork", 1);
        return process > 1 ? name + "_" + process : name;
    }
}
