package dev.orderly.testing;

import dev.orderly.embedded.LocalBroker;
import dev.orderly.embedded.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and broker started by this JVM in temporary folders, gone with it. */
final class EmbeddedBackend implements Backend {

    private @Nullable LocalPostgres postgres;
    private @Nullable LocalBroker broker;

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

    private synchronized LocalPostgres runningPostgres() {
        if (postgres == null) {
            postgres = LocalPostgres.start(new LocalPostgres.Settings(folder("postgres"), 0))
                    .removeAtExit();
        }
        return postgres;
    }

    private synchronized LocalBroker runningBroker() {
        if (broker == null) {
            broker = LocalBroker.start(new LocalBroker.Settings(folder("broker"), 0))
                    .removeAtExit();
        }
        return broker;
    }

    private static Path folder(String name) {
        try {
            return Files.createTempDirectory("orderly-test-" + name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
