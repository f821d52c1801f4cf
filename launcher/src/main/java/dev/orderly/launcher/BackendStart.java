package dev.orderly.launcher;

import dev.orderly.embedded.DataFolder;
import dev.orderly.embedded.LocalBroker;
import dev.orderly.embedded.LocalPostgres;
import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.service.OrderlyService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database and the broker of this process: started here, or found where the configuration says. Blocks: for the main thread. */
final class BackendStart implements AutoCloseable {

    static final String EMBEDDED_DATABASE = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(BackendStart.class);
    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private final Configuration configuration;
    private final DataFolder folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<CompletableFuture<?>> starts = new CopyOnWriteArrayList<>();

    BackendStart(Configuration configuration, DataFolder folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /** Starts the database, prepares the schemas on it, and gives its address. */
    CompletableFuture<AdminSettings> database(Progress progress) {
        return starting(() -> configuration.database().embedded()
                ? embeddedDatabase(progress)
                : configuration.database().admin());
    }

    /** Starts the broker, and gives its address. */
    CompletableFuture<BrokerAddress> broker(Progress progress) {
        return starting(() -> configuration.broker().embedded() ? embeddedBroker(progress) : externalBroker());
    }

    /** Where the broker answers, and for whom. */
    record BrokerAddress(String host, int port, String virtualHost, String user, String password) {

        /** Everything but the password. */
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + virtualHost;
        }
    }

    private AdminSettings embeddedDatabase(Progress progress) {
        progress.doing("PostgreSQL", "starting (the first start on a data folder unpacks it)");
        LocalPostgres postgres = LocalPostgres.start(new LocalPostgres.Settings(
                folder.postgres(), configuration.database().port()));
        remember(postgres);
        return new AdminSettings(
                new DatabaseAddress(postgres.host(), postgres.port(), EMBEDDED_DATABASE),
                LocalPostgres.SUPERUSER,
                postgres.password());
    }

    private BrokerAddress embeddedBroker(Progress progress) {
        progress.doing("broker", "starting");
        LocalBroker broker = LocalBroker.start(
                new LocalBroker.Settings(folder.broker(), configuration.broker().port()));
        remember(broker);
        return new BrokerAddress(
                broker.host(), broker.port(), LocalBroker.VIRTUAL_HOST, LocalBroker.USER, broker.password());
    }

    private BrokerAddress externalBroker() {
        BrokerSection broker = configuration.broker();
        BrokerUser user = broker.login(
                configuration.services().stream().map(OrderlyService::name).toList());
        return new BrokerAddress(
                broker.host(),
                broker.externalPort(),
                broker.virtualHost(),
                user.name(),
                user.password().value());
    }

    private void remember(AutoCloseable backend) {
        synchronized (started) {
            started.push(backend);
        }
    }

    /** Stops what was started here. */
    @Override
    public void close() {
        awaitStarts();
        synchronized (started) {
            started.forEach(BackendStart::stop);
            started.clear();
        }
    }

    private <T> CompletableFuture<T> starting(Supplier<T> start) {
        CompletableFuture<T> begun = CompletableFuture.supplyAsync(start);
        starts.add(begun);
        return begun;
    }

    /** A start that is under way may have a child process already, which only its end makes known. */
    private void awaitStarts() {
        for (CompletableFuture<?> start : starts) {
            try {
                Object ended = start.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
                LOG.debug("{} is there, and goes", ended);
            } catch (ExecutionException | TimeoutException | InterruptedException told) {
                LOG.debug("a backend did not start", told);
            }
        }
    }

    private static void stop(AutoCloseable backend) {
        try {
            backend.close();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
