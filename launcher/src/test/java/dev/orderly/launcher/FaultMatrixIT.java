package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.faults.Fault;
import dev.orderly.faults.FaultPoint;
import dev.orderly.testing.Backends;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault point, by every role that passes it: the process is killed there, the code fails there, the thread stands still there,
 * each time with orders under way; each time the shop is whole again by itself, nothing lost, nothing done twice. The kills need
 * processes, a few shops side by side; the rest happens in this one meanwhile.
 */
@Tag("alone")
class FaultMatrixIT {

    private static final long SEED = Long.getLong("matrix.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final int LANES = 4;

    @TempDir
    private Path folder;

    private final Set<FaultPlace> passed = ConcurrentHashMap.newKeySet();

    @AfterEach
    void disarm() {
        Fault unused = FaultPoint.arm("");
        FaultPoint.observe((point, role) -> {});
    }

    @Test
    void isSurvivedAtEveryPointByEveryRole() throws Exception {
        System.out.println("fault matrix: seed " + SEED);
        List<Injury> injuries = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<List<Injury>>> kills = IntStream.range(0, LANES)
                    .mapToObj(lane -> lanes.submit(() -> kill(vertx, lane)))
                    .toList();
            injuries.addAll(failAndDelay());
            for (Future<List<Injury>> killed : kills) {
                injuries.addAll(killed.get());
            }
        } finally {
            lanes.shutdownNow();
            Blocking.await(vertx.close(), Duration.ofSeconds(10), "Vert.x");
            System.out.println(Injury.table(injuries));
        }
        assertThat(injuries).hasSize(FaultPlace.all().size() * Fault.Action.values().length);
        assertThat(passed).containsExactlyInAnyOrderElementsOf(FaultPlace.all());
    }

    private List<Injury> kill(Vertx vertx, int lane) {
        List<FaultPlace> all = FaultPlace.all();
        List<FaultPlace> mine = IntStream.range(0, all.size())
                .filter(i -> i % LANES == lane)
                .mapToObj(all::get)
                .toList();
        try (CrashLane shop =
                new CrashLane(vertx, folder.resolve("lane-" + lane).resolve("data"), SEED + lane)) {
            return shop.run(mine);
        }
    }

    private List<Injury> failAndDelay() {
        FaultPoint.observe((point, role) -> passed.add(new FaultPlace(point, role)));
        try (TestShop shop = TestShop.start("matrix", Map.of("payment.simulated.slow", "PT0.3S"));
                Patient patient = new Patient(
                        shop.client(),
                        new QueueDepths(Backends.broker(), shop.broker().prefix(), shop.flow()),
                        shop.database(),
                        shop::audit,
                        SEED)) {
            patient.shelves().stock();
            List<Injury> injuries = new ArrayList<>();
            for (FaultPoint point : FaultPoint.values()) {
                injuries.addAll(hurt(patient, point, Fault.Action.EXCEPTION));
                injuries.addAll(hurt(patient, point, Fault.Action.DELAY));
            }
            return injuries;
        }
    }

    /** All roles that pass the point are hurt there, each by a fault of its own; then all are to heal. */
    private static List<Injury> hurt(Patient patient, FaultPoint point, Fault.Action action) {
        List<FaultPlace> places = FaultPlace.at(point);
        int before = patient.visitors();
        List<Fault> faults =
                FaultPoint.arm(places.stream().map(place -> place.fault(action)).toList());
        patient.visitUntil(() -> faults.stream().allMatch(Fault::hasStruck), () -> places + " were not all reached");
        long struck = System.nanoTime();
        patient.awaitHealed(() -> "after " + action + " at " + places);
        Duration healed = Duration.ofNanos(System.nanoTime() - struck);
        int orders = patient.visitors() - before;
        return places.stream()
                .map(place -> new Injury(place, action, orders, healed))
                .toList();
    }
}
