package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.faults.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar is killed at random moments and at fault points while customers order; afterwards nothing is lost and nothing was
 * done twice. Small here; {@code -Dcrash.orders=2000 -Dcrash.kills=5 -Dcrash.faults=all} is the large one, {@code -Dcrash.seed=N}
 * repeats a run.
 */
class CrashIT {

    private static final int ORDERS = Integer.getInteger("crash.orders", 240);
    private static final int KILLS = Integer.getInteger("crash.kills", 1);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private final ShopClient shop = new ShopClient("http://127.0.0.1:" + port);
    private final Map<String, String> environment = Map.of(
            "ORDERLY_MESSAGING_TRAIL", "true",
            "ORDERLY_PAYMENT_SIMULATED_SLOW_DELAY", "PT0.4S",
            "ORDERLY_DATABASE_POOL_SIZE", "3");

    @Test
    void losesNothingAndDoesNothingTwice() throws Exception {
        System.out.printf("crash test: seed %d, %d orders, %d kills, faults %s%n", SEED, ORDERS, KILLS, faults());
        List<String> crashes = crashes();
        List<PlannedOrder> orders = PlannedOrder.plan(ORDERS, random);
        try (Customers customers = new Customers(shop)) {
            for (int i = 0; i < crashes.size(); i++) {
                List<PlannedOrder> part =
                        orders.subList(ORDERS * i / crashes.size(), ORDERS * (i + 1) / crashes.size());
                crash(crashes.get(i), part, customers);
            }
            finish(orders, customers);
        }
    }

    /** Empty for a kill at a random moment, else the fault point. */
    private List<String> crashes() {
        List<String> crashes = new ArrayList<>(faults());
        for (int i = 0; i < KILLS; i++) {
            crashes.add(random.nextInt(crashes.size() + 1), "");
        }
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

    private void crash(String fault, List<PlannedOrder> part, Customers customers) {
        String armed = fault.isEmpty() ? "" : fault + ":" + (1 + random.nextInt(3));
        try (JarProcess shopProcess =
                JarProcess.run(folder.resolve("data"), port, managementPort, armed, environment)) {
            if (customers.answered() == 0) {
                shopProcess.awaitReady(START_LIMIT);
                stockTheShelves();
            }
            customers.send(part);
            if (fault.isEmpty()) {
                int until = customers.answered() + 1 + random.nextInt(part.size());
                Eventually.holds(
                        START_LIMIT,
                        () -> customers.answered() >= until || !shopProcess.isAlive(),
                        shopProcess::printed);
                shopProcess.kill();
            } else {
                Eventually.holds(
                        START_LIMIT,
                        () -> !shopProcess.isAlive(),
                        () -> "fault point " + armed + " was not reached\n" + shopProcess.printed());
            }
            assertThat(shopProcess.waitForExit(Duration.ofSeconds(5)))
                    .as(shopProcess.printed())
                    .isEqualTo(137);
            System.out.printf(
                    "crash test: %s, %d answered%n", fault.isEmpty() ? "killed" : armed, customers.answered());
        }
    }

    private void stockTheShelves() {
        for (int i = 0; i < 10; i++) {
            String product = "{\"productId\":\"crash-%d\",\"name\":\"Crash %d\",\"price\":1.25,\"quantity\":1000000}"
                    .formatted(i, i);
            assertThat(post(product).status()).isEqualTo(201);
        }
        assertThat(post("{\"productId\":\"scarce\",\"name\":\"Scarce\",\"price\":7,\"quantity\":5}")
                        .status())
                .isEqualTo(201);
        Eventually.holds(START_LIMIT, this::scarceIsForSale, () -> "products did not reach the order service");
    }

    /** The last product is known to the order service when an order for it is taken. */
    private boolean scarceIsForSale() {
        return shop.get("/stock/scarce").status() == 200 && probe().status() == 201;
    }

    private ShopClient.Answer probe() {
        try {
            return shop.place(
                    "{\"customerId\":\"probe\",\"items\":[{\"productId\":\"scarce\",\"quantity\":9}]}", "probe-key-1");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ShopClient.Answer post(String product) {
        try {
            return shop.post("/products", product);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void finish(List<PlannedOrder> orders, Customers customers) throws Exception {
        Path data = folder.resolve("data");
        try (JarProcess last = JarProcess.run(data, port, managementPort, "", environment)) {
            last.awaitReady(START_LIMIT);
            Eventually.holds(
                    END_LIMIT,
                    () -> customers.accepted().size() == orders.size(),
                    () -> customers.accepted().size() + " answered\n" + last.printed());
            assertThat(customers.complaints()).isEmpty();
            for (Map.Entry<PlannedOrder, String> entry : customers.accepted().entrySet()) {
                awaitEnd(entry.getKey(), entry.getValue());
            }
            assertThat(customers.accepted().values()).doesNotHaveDuplicates();
            Path acknowledged = customers.writeAcknowledged(Files.createTempFile(folder, "acked", ".jsonl"));
            awaitCleanAudit(data, acknowledged);
            last.interrupt();
            assertThat(last.waitForExit(Duration.ofSeconds(20)))
                    .as(last.printed())
                    .isIn(0, 130);
        }
    }

    private void awaitEnd(PlannedOrder order, String orderId) {
        Eventually.holds(
                END_LIMIT,
                () -> order.kind()
                        .mayEnd(shop.get("/orders/" + orderId)
                                .body()
                                .path("status")
                                .asText()),
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
                    return audit[0].code() != 0 || audit[0].printed().contains("at rest: yes");
                },
                () -> "never at rest:\n" + audit[0].printed());
        System.out.println(audit[0].printed());
        assertThat(audit[0].code()).as(audit[0].printed()).isZero();
    }
}
