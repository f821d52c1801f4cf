package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.Audit;
import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Flow;
import dev.orderly.faults.Fault;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One shop in a process of its own that is killed at one fault point after the other; each life heals what the last one left. */
final class CrashLane implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final Path data;
    private final CrashBackends.External backends = new CrashBackends.External();
    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private final SchemaPlan plan = new SchemaPlan(new RolePasswords(TestShop.ROLE_SECRET), 1, 100);
    private final AuditScope scope = new AuditScope(TestShop.configuration(port, Map.of()));
    private final Patient shop;
    private final List<Injury> injuries = new ArrayList<>();

    CrashLane(Vertx vertx, Path data, long seed) {
        this.vertx = vertx;
        this.data = data;
        this.shop = new Patient(
                new ShopClient("http://127.0.0.1:" + port, () -> JarProcess.clerksToken(data)),
                backends.queues(Flow.STANDARD),
                backends.database(),
                this::audit,
                seed);
    }

    /** Kills it at each of these places. */
    List<Injury> run(List<FaultPlace> places) {
        Runnable heal = shop.shelves()::stock;
        for (FaultPlace place : places) {
            heal = killAt(place, heal);
        }
        try (JarProcess last = start()) {
            last.awaitReady(LIMIT);
            heal.run();
        }
        return injuries;
    }

    /** A life that heals the last one's end, and ends itself; what heals that is the answer. */
    private Runnable killAt(FaultPlace place, Runnable heal) {
        try (JarProcess process = start()) {
            process.awaitReady(LIMIT);
            heal.run();
            int before = shop.visitors();
            process.arm(place.fault(Fault.Action.KILL));
            shop.visitUntil(() -> !process.isAlive(), () -> place + " was not reached\n" + process.printed());
            long killed = System.nanoTime();
            assertThat(process.waitForExit(LIMIT)).as(process.printed()).isEqualTo(137);
            return () -> healed(place, before, killed);
        }
    }

    private void healed(FaultPlace place, int before, long killed) {
        shop.awaitHealed(() -> "after a kill at " + place.label());
        injuries.add(new Injury(
                place, Fault.Action.KILL, shop.visitors() - before, Duration.ofNanos(System.nanoTime() - killed)));
    }

    private JarProcess start() {
        Map<String, String> environment = backends.environment();
        environment.put("ORDERLY_BROKER_QUEUE_TYPE", "classic");
        environment.put("ORDERLY_EVENT_LOOPS", "1");
        environment.put("ORDERLY_CATALOG_DEMO_PRODUCTS", "false");
        return JarProcess.armable(data, port, managementPort, environment, backends.options());
    }

    private AuditReport audit() {
        return Blocking.await(
                new Audit(vertx, plan.auditor(backends.database().address()))
                        .run(scope.options(Optional.empty(), List.of())),
                LIMIT,
                "the audit");
    }

    @Override
    public void close() {
        shop.close();
        backends.close();
    }
}
