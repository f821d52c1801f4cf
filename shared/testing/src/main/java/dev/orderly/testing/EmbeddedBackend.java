package dev.orderly.testing;

import dev.orderly.embedded.LocalBroker;
import dev.orderly.embedded.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and broker started by this JVM in a temporary folder, gone with it. */
final class EmbeddedBackend implements Backend {

    private final Path folder;
    private @Nullable LocalPostgres postgres;
    private @Nullable LocalBroker broker;

    EmbeddedBackend() {
        try {
            folder = Files.createTempDirectory("orderly-test");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "backends-exit"));
    }

    @Override
    public PostgresAccess postgres() {
        LocalPostgres running = runningPostgres();
        return new PostgresAccess(running.host(), running.port(), LocalPostgres.SUPERUSER, running.password());
    }

    @Override
    public BrokerAccess broker() {
        LocalBroker running = runningBroker();
        return new BrokerAccess(
                running.host(), running.port(), LocalBroker.VIRTUAL_HOST, LocalBroker.USER, running.password());
    }

    @Override
    public BackendControl postgresControl() {
        return new EmbeddedPostgresControl(runningPostgres());
    }

    @Override
    public BackendControl brokerControl() {
        return new EmbeddedBrokerControl(runningBroker());
    }

    private LocalPostgres runningPostgres() {
        synchronized (folder) {
            if (postgres == null) {
                postgres = LocalPostgres.start(new LocalPostgres.Settings(folder.resolve("postgres"), 0));
            }
            return postgres;
        }
    }

    private synchronized LocalBroker runningBroker() {
        if (broker == null) {
            broker = LocalBroker.start(new LocalBroker.Settings(folder.resolve("broker"), 0));
        }
        return broker;
    }

    private void close() {
        if (postgres != null) {
            postgres.close();
        }
        if (broker != null) {
            broker.close();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("left behind: " + folder + ": " + failure);
        }
    }
}
