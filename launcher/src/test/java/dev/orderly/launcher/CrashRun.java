package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.faults.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The packaged jar is killed at random moments and at fault points while customers order, and so is what it stands on; afterwards
 * nothing is lost and nothing was done twice.
 */
final class CrashRun {

    private static final String PROCESS = "process";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Flow flow;
    private final CrashBackends backends;
    private final Plan plan;
    private final Random random;
    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private final ShopClient shop = new ShopClient("http://127.0.0.1:" + port, () -> JarProcess.clerksToken(data()));

    /**
     * How much happens: {@code -DNAME.orders=2000 -DNAME.kills=5}, and {@code -Dcrash.faults=all} for more than the usual fault points;
     * {@code -Dcrash.seed=N} repeats a run.
     */
    record Plan(int orders, int kills, long seed) {

        private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xFFFF_FFFFL);

        static Plan named(String name) {
            return new Plan(Integer.getInteger(name + ".orders", 240), Integer.getInteger(name + ".kills", 1), SEED);
        }

        /** The ways to run the saga, {@code -DNAME.flows=order.calls/manual,manual/none}. */
        static Stream<Flow> flows(String name) {
            return Stream.of(System.getProperty(name + ".flows", "stock.reserved/none")
                            .split(",", -1))
                    .map(Flows::named);
        }
    }

    CrashRun(Path folder, Flow flow, CrashBackends backends, Plan plan) {
        this.folder = folder;
        this.flow = flow;
        this.backends = backends;
        this.plan = plan;
        this.random = new Random(plan.seed());
    }

    void run() throws Exception {
        Clerk clerk = new Clerk(shop, flow);
        List<String> crashes = crashes();
        System.out.printf("crash test: %s, %s, crashes %s%n", flow, plan, crashes);
        List<PlannedOrder> orders = PlannedOrder.plan(plan.orders(), random);
        try (backends;
                Customers customers = new Customers(shop, clerk)) {
            stockTheShelves();
            for (int i = 0; i < crashes.size(); i++) {
                customers.send(
                        orders.subList(plan.orders() * i / crashes.size(), plan.orders() * (i + 1) / crashes.size()));
                crash(crashes.get(i), customers);
                System.out.printf("crash test: %s, %d answered%n", crashes.get(i), customers.answered());
            }
            finish(orders, customers, clerk);
        }
    }

    /** Fault points, kills of the process at random moments, and of what it stands on, in random order. */
    private List<String> crashes() {
        List<String> crashes = new ArrayList<>(faults());
        crashes.addAll(backends.parts());
        crashes.addAll(Collections.nCopies(plan.kills(), PROCESS));
        Collections.shuffle(crashes, random);
        return crashes;
    }

    private static List<String> faults() {
        Stream<FaultPoint> points = "all".equals(System.getProperty("crash.faults", ""))
                ? Stream.of(FaultPoint.values())
                : Stream.of(
                        FaultPoint.INTAKE_AFTER_COMMIT,
                        FaultPoint.RELAY_AFTER_PUBLISH,
                        FaultPoint.CONSUMER_AFTER_COMMIT);
        return points.map(FaultPoint::label).toList();
    }

    private void crash(String crash, Customers customers) {
        boolean isFault = !crash.equals(PROCESS) && !backends.parts().contains(crash);
        boolean isRare = crash.equals(FaultPoint.REFUND_AFTER_CALL.label());
        String armed = isFault ? crash + ":" + (isRare ? 1 : 1 + random.nextInt(3)) : "";
        try (JarProcess process = start(armed)) {
            if (isFault) {
                Eventually.holds(
                        START_LIMIT,
                        () -> !process.isAlive(),
                        () -> "fault point " + armed + " was not reached\n" + process.printed());
            } else {
                killAtRandom(crash, process, customers);
            }
            assertThat(process.waitForExit(Duration.ofSeconds(5)))
                    .as(process.printed())
                    .isEqualTo(137);
        }
    }

    private void killAtRandom(String crash, JarProcess process, Customers customers) {
        process.awaitReady(START_LIMIT);
        int soon = Math.min(
                plan.orders(), customers.sent() - random.nextInt(1 + (customers.sent() - customers.answered()) / 2));
        Eventually.holds(START_LIMIT, () -> customers.answered() >= soon, process::printed);
        if (!crash.equals(PROCESS)) {
            backends.kill(crash, data());
            Eventually.holds(START_LIMIT, () -> customers.answered() == customers.sent(), process::printed);
        }
        process.kill();
    }

    private JarProcess start(String fault) {
        Map<String, String> environment = new LinkedHashMap<>(backends.environment());
        environment.put("ORDERLY_SHOP_TRIGGER", flow.trigger().label());
        environment.put("ORDERLY_SHOP_FULFILMENT", flow.fulfilment().label());
        return JarProcess.run(data(), port, managementPort, fault, environment, backends.options());
    }

    private void stockTheShelves() {
        try (JarProcess process = start("")) {
            process.awaitReady(START_LIMIT);
            new Shelves(shop).stock();
        }
    }

    private void finish(List<PlannedOrder> orders, Customers customers, Clerk clerk) throws Exception {
        Path data = data();
        try (JarProcess last = start("")) {
            last.awaitReady(START_LIMIT);
            Eventually.holds(
                    END_LIMIT,
                    () -> customers.accepted().size() == orders.size(),
                    () -> customers.accepted().size() + " answered\n" + last.printed());
            assertThat(customers.complaints()).isEmpty();
            for (Map.Entry<PlannedOrder, String> entry : customers.accepted().entrySet()) {
                awaitEnd(entry.getKey(), entry.getValue(), clerk);
            }
            assertThat(customers.accepted().values()).doesNotHaveDuplicates();
            Path acknowledged = customers.writeAcknowledged(Files.createTempFile(folder, "acked", ".jsonl"));
            awaitCleanAudit(data, acknowledged);
            Eventually.holds(
                    START_LIMIT,
                    () -> backends.waiting(flow).isEmpty(),
                    () -> "queues that are not empty: " + backends.waiting(flow));
            last.interrupt();
            assertThat(last.waitForExit(START_LIMIT)).as(last.printed()).isIn(0, 130);
        }
    }

    private void awaitEnd(PlannedOrder order, String orderId, Clerk clerk) {
        Eventually.holds(
                END_LIMIT,
                () -> order.kind().mayEnd(clerk.attend(orderId), flow),
                () -> order + " is " + shop.get("/orders/" + orderId).text() + "\n"
                        + shop.get("/orders/" + orderId + "/timeline").text());
    }

    /** Refunds and events may still be under way when the last order is final: the audit itself says when all is at rest. */
    private static void awaitCleanAudit(Path data, Path acknowledged) {
        JarProcess.Ended[] audit = new JarProcess.Ended[1];
        Eventually.holds(
                END_LIMIT,
                () -> {
                    audit[0] = JarProcess.command(
                            data, "audit", "--data", data.toString(), "--acked", acknowledged.toString());
                    return audit[0].code() == 0 && audit[0].printed().contains("at rest: yes");
                },
                () -> "never at rest with clean books:\n" + audit[0].printed());
        System.out.println(audit[0].printed());
    }

    private Path data() {
        return folder.resolve("data");
    }
}
