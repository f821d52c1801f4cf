package dev.orderly.launcher;

import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.Audit;
import dev.orderly.embedded.DataFolder;
import dev.orderly.embedded.LocalPostgres;
import dev.orderly.persistence.DatabaseAddress;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code orderly audit}: checks the invariants over the tables of all services. Asks the process that runs on the data folder; with
 * none running it starts PostgreSQL alone, or goes to the external one that the configuration names.
 */
@Command(
        name = "audit",
        description = "Checks the books of all services against each other; exit code 1 when something is wrong.")
final class AuditCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Mixin
    private ManagementOption management = new ManagementOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--acked",
            paramLabel = "FILE",
            description = "Orders that clients hold a 201 for (JSON lines: orderId, customerId, key).")
    private @Nullable Path acknowledged;

    @Override
    public Integer call() throws IOException {
        Optional<List<Acknowledged>> promised = promised();
        Optional<ManagementPort> running = management.running();
        AuditAnswer answer = running.isPresent() ? ask(running.get(), promised) : check(promised);
        return answer.print();
    }

    private Optional<List<Acknowledged>> promised() throws IOException {
        return acknowledged == null ? Optional.empty() : Optional.of(Acknowledged.read(acknowledged));
    }

    private static AuditAnswer ask(ManagementPort running, Optional<List<Acknowledged>> promised) {
        return AuditAnswer.of(promised.map(orders -> running.post("/audit", Map.of("acknowledged", orders)))
                .orElseGet(() -> running.get("/audit"))
                .document());
    }

    private AuditAnswer check(Optional<List<Acknowledged>> promised) {
        Configuration configuration = config.read(tree -> {});
        try (DataFolder folder = DataFolder.open(management.folder())) {
            return configuration.database().embedded()
                    ? checkEmbedded(configuration, folder, promised)
                    : check(configuration, folder, configuration.database().address(), promised);
        }
    }

    private static AuditAnswer checkEmbedded(
            Configuration configuration, DataFolder folder, Optional<List<Acknowledged>> promised) {
        if (!Files.exists(folder.postgres())) {
            throw Refusal.cannot("There is nothing to audit in " + folder.path() + ": no shop ever ran on it.");
        }
        try (LocalPostgres postgres = LocalPostgres.start(new LocalPostgres.Settings(folder.postgres(), 0))) {
            return check(
                    configuration,
                    folder,
                    new DatabaseAddress(postgres.host(), postgres.port(), BackendStart.EMBEDDED_DATABASE),
                    promised);
        }
    }

    private static AuditAnswer check(
            Configuration configuration,
            DataFolder folder,
            DatabaseAddress address,
            Optional<List<Acknowledged>> promised) {
        SchemaPlan plan = SchemaPlan.of(configuration, folder.path());
        Vertx vertx = Vertx.vertx();
        try {
            Audit audit = new Audit(vertx, plan.auditor(address));
            return AuditAnswer.of(Blocking.await(
                    audit.run(new AuditScope(configuration).options(promised, List.of())), LIMIT, "the audit"));
        } finally {
            Blocking.await(vertx.close(), LIMIT, "Vert.x");
        }
    }
}
