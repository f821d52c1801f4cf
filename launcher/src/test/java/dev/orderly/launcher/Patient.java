package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Flow;
import dev.orderly.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A shop that is hurt while customers order, and must be whole again: all answered, all decided, all queues empty, the books clean. */
final class Patient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final String STILL = "SELECT max(at) < clock_timestamp() - interval '2 seconds' FROM orders.history";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(6).toNanos();
    private static final List<PlannedOrder.Kind> VISITORS = List.of(
            PlannedOrder.Kind.CANCELLED,
            PlannedOrder.Kind.PLAIN,
            PlannedOrder.Kind.CANCELLED,
            PlannedOrder.Kind.PLAIN,
            PlannedOrder.Kind.SENT_TWICE,
            PlannedOrder.Kind.SHORT,
            PlannedOrder.Kind.DECLINED,
            PlannedOrder.Kind.PLAIN);

    private static final String UNDECIDED = """
            SELECT (SELECT count(*) FROM orders.orders WHERE status NOT IN ('completed', 'failed', 'cancelled'))
                 + (SELECT count(*) FROM orders.outbox) + (SELECT count(*) FROM stock.outbox)
                 + (SELECT count(*) FROM payment.outbox) + (SELECT count(*) FROM catalog.outbox)
            """;

    private final Shelves shelves;
    private final Customers customers;
    private final QueueDepths queues;
    private final TestDatabase database;
    private final Supplier<AuditReport> audit;
    private final Random random;
    private int planned;

    Patient(ShopClient shop, QueueDepths queues, TestDatabase database, Supplier<AuditReport> audit, long seed) {
        this.shelves = new Shelves(shop);
        this.customers = new Customers(shop, new Clerk(shop, Flow.STANDARD));
        this.queues = queues;
        this.database = database;
        this.audit = audit;
        this.random = new Random(seed);
        customers.forgive();
    }

    Shelves shelves() {
        return shelves;
    }

    /** How many orders were sent so far. */
    int visitors() {
        return planned;
    }

    /** Sends customers, and more of them if it takes long, until it is hurt. */
    void visitUntil(BooleanSupplier hurt, Supplier<String> otherwise) {
        visit();
        long[] next = {System.nanoTime() + PATIENCE_NANOS};
        Eventually.holds(
                LIMIT,
                () -> {
                    if (System.nanoTime() > next[0] && !hurt.getAsBoolean()) {
                        visit();
                        next[0] = System.nanoTime() + PATIENCE_NANOS;
                    }
                    return hurt.getAsBoolean();
                },
                otherwise);
    }

    /** Returns when it is whole and its books are clean; what is cheap to ask is asked first. */
    void awaitHealed(Supplier<String> otherwise) {
        AuditReport[] report = new AuditReport[1];
        Eventually.holds(
                LIMIT,
                LOOK,
                () -> shelves.tryToSettle() && customers.answered() == customers.sent() && isCleanAtRest(report),
                () -> customers.answered() + " of " + customers.sent() + " answered, " + undecided()
                        + " undecided, queues " + queues.notEmpty() + ", audit "
                        + (report[0] == null ? "not asked" : report[0].lines()) + "\n" + otherwise.get());
        assertThat(customers.complaints()).isEmpty();
    }

    /** What the audit knows of the broker's queues is some seconds old. */
    private boolean isCleanAtRest(AuditReport[] report) {
        if (undecided() > 0 || !isStill() || !queues.notEmpty().isEmpty()) {
            return false;
        }
        report[0] = audit.get();
        return report[0].atRest() && report[0].clean();
    }

    /** The audit calls that rest; it costs more to ask. */
    private boolean isStill() {
        return database.value(STILL).equals("true");
    }

    private long undecided() {
        return database.number(UNDECIDED);
    }

    private void visit() {
        List<PlannedOrder> orders = new ArrayList<>();
        for (PlannedOrder.Kind kind : VISITORS) {
            orders.add(PlannedOrder.one(planned++, kind, random));
        }
        customers.send(orders);
        shelves.addOne();
    }

    @Override
    public void close() {
        customers.close();
        queues.close();
    }
}
