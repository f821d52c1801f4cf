package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.testing.BackendControl;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.EventContracts;
import dev.orderly.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the jar of the crash test stands on, and how that is killed. */
interface CrashBackends extends AutoCloseable {

    String DATABASE = "database";
    String BROKER = "broker";

    /** What can be killed beside the process itself. */
    List<String> parts();

    /** The settings that lead the jar there. */
    Map<String, String> environment();

    /** Further options of the command line. */
    String[] options();

    /** The queues that still hold something, as far as a test can ask the broker. */
    Map<String, Integer> waiting(Flow flow);

    /** Kills it and, where nobody else does, starts it again. */
    void kill(String part, Path data);

    @Override
    void close();

    /** The settings of every crash test. */
    static Map<String, String> common() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("ORDERLY_MESSAGING_TRAIL", "true");
        environment.put("ORDERLY_PAYMENT_SIMULATED_SLOW", "PT0.4S");
        environment.put("ORDERLY_DATABASE_POOL_SIZE", "3");
        return environment;
    }

    /** Broker and database come with the jar; the broker dies with the process, the database is started again by it. */
    final class Embedded implements CrashBackends {

        @Override
        public List<String> parts() {
            return List.of(DATABASE);
        }

        @Override
        public Map<String, String> environment() {
            return common();
        }

        @Override
        public String[] options() {
            return new String[0];
        }

        @Override
        public void kill(String part, Path data) {
            try {
                Path file = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
                long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
                if (!ProcessHandle.of(pid).orElseThrow().destroyForcibly()) {
                    throw new AssertionError("PostgreSQL could not be killed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Its broker has a password that only the process knows; the audit tells of its dead letters. */
        @Override
        public Map<String, Integer> waiting(Flow flow) {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    /** A real RabbitMQ and a real PostgreSQL. */
    final class External implements CrashBackends {

        private final TestDatabase database = Backends.database("crash");
        private final String prefix = Backends.queuePrefix("crash");

        @Override
        public List<String> parts() {
            return List.of(DATABASE, BROKER);
        }

        @Override
        public Map<String, String> environment() {
            Map<String, String> environment = common();
            AdminSettings admin = database.admin();
            environment.put("ORDERLY_DATABASE_HOST", admin.address().host());
            environment.put("ORDERLY_DATABASE_PORT", "" + admin.address().port());
            environment.put("ORDERLY_DATABASE_NAME", admin.address().database());
            environment.put("ORDERLY_DATABASE_USER", admin.user());
            environment.put("ORDERLY_DATABASE_PASSWORD", admin.password());
            environment.put("ORDERLY_DATABASE_ROLE_SECRET", TestShop.ROLE_SECRET);
            BrokerAccess broker = Backends.broker();
            environment.put("ORDERLY_BROKER_HOST", broker.host());
            environment.put("ORDERLY_BROKER_PORT", "" + broker.port());
            environment.put("ORDERLY_BROKER_VIRTUAL_HOST", broker.virtualHost());
            environment.put("ORDERLY_BROKER_USER", broker.user());
            environment.put("ORDERLY_BROKER_PASSWORD", broker.password());
            environment.put("ORDERLY_BROKER_PREFIX", prefix);
            return environment;
        }

        /** The shop's database, seen as superuser. */
        TestDatabase database() {
            return database;
        }

        /** The shop's queues. */
        QueueDepths queues(Flow flow) {
            return new QueueDepths(Backends.broker(), prefix, flow);
        }

        @Override
        public Map<String, Integer> waiting(Flow flow) {
            try (QueueDepths depths = queues(flow)) {
                return depths.notEmpty();
            }
        }

        /** The example that the README names. */
        @Override
        public String[] options() {
            return new String[] {
                "--config", Path.of("..", "config", "external.yaml").toString()
            };
        }

        @Override
        public void kill(String part, Path data) {
            BackendControl control = part.equals(BROKER) ? Backends.brokerControl() : Backends.postgresControl();
            control.kill();
            control.start();
        }

        /** Drops the database; fails when a message that was sent was not as AsyncAPI says. */
        @Override
        public void close() {
            try (database) {
                EventContracts.known().hold(database);
            }
        }
    }
}
