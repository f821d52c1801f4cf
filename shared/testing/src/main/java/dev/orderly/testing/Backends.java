package dev.orderly.testing;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The PostgreSQL and the broker that the integration tests run on, chosen by one switch, {@code -Dorderly.backends}: {@code embedded}
 * (the default), {@code external} (given by {@code ORDERLY_TEST_POSTGRES} and {@code ORDERLY_TEST_BROKER}) or {@code containers}. They
 * start once per JVM, when a test first asks; what tests keep apart is their database and their queue prefix.
 */
public final class Backends {

    private Backends() {}

    /** The broker; a test class keeps to names that start with its {@link #queuePrefix}. */
    public static BrokerAccess broker() {
        return Chosen.BACKEND.broker();
    }

    /** PostgreSQL as its superuser. */
    public static PostgresAccess postgres() {
        return Chosen.BACKEND.postgres();
    }

    /** A fresh, empty database whose name begins with this one; it is dropped when it is closed. */
    public static TestDatabase database(String name) {
        return TestDatabase.create(postgres(), unique(name).toLowerCase(Locale.ROOT));
    }

    /** A prefix for queues and exchanges that nobody else has. */
    public static String queuePrefix(String name) {
        return unique(name) + ".";
    }

    /** Breaks and mends the broker. */
    public static BackendControl brokerControl() {
        return Chosen.BACKEND.brokerControl();
    }

    /** Breaks and mends PostgreSQL. */
    public static BackendControl postgresControl() {
        return Chosen.BACKEND.postgresControl();
    }

    /** What the environment names for the tests of this process under that name. */
    public static Optional<String> given(String name) {
        return ExternalBackend.setting(name);
    }

    private static String unique(String name) {
        return name + "_" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Made at the first use, so that a JVM without integration tests starts nothing. */
    private static final class Chosen {

        static final Backend BACKEND = choose(System.getProperty("orderly.backends", "embedded"));

        private static Backend choose(String name) {
            return switch (name) {
                case "embedded" -> new EmbeddedBackend();
                case "external" -> ExternalBackend.fromEnvironment();
                case "containers" -> ContainerBackend.whenDockerAnswers();
                default ->
                    throw new IllegalArgumentException(
                            "orderly.backends is embedded, external or containers, not " + name);
            };
        }
    }
}
