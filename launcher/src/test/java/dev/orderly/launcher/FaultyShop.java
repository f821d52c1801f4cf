package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.testing.Backends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A shop on wires, in which customers order while something breaks; afterwards every order is completed and the books are clean. */
final class FaultyShop implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final TestShop shop;
    private final QueueDepths queues;

    FaultyShop(String name, Map<String, String> settings) {
        shop = TestShop.startOnWires(name, settings);
        queues = new QueueDepths(Backends.broker(), shop.broker().prefix(), shop.flow());
        shop.sell("tea", "2.50", 1_000_000);
    }

    TestShop shop() {
        return shop;
    }

    /** What its queues hold. */
    QueueDepths queues() {
        return queues;
    }

    /** A session beside the shop's own. */
    Connection session(String user, String password, String application) throws SQLException {
        DatabaseAddress address = shop.database().address();
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s?ApplicationName=%s"
                        .formatted(address.host(), address.port(), address.database(), application),
                user,
                password);
    }

    /**
     * Lets customers order before, while and after the fault happens. Each of them gets every order taken in the end, once, and sees nothing
     * but 201, 503 or a connection that was lost; every order is completed.
     */
    void survives(String fault, Consumer<Onlookers> happens) {
        try (Onlookers customers = new Onlookers(shop.client(), 8)) {
            customers.awaitTaken(20);
            happens.accept(customers);
            long over = System.nanoTime();
            customers.awaitTaken(20);
            customers.finish();
            awaitHealed(customers);
            FaultReport.line(fault, customers.saw(), Duration.ofNanos(System.nanoTime() - over));
            assertThat(customers.answered(500)).isZero();
            assertThat(customers.orders().values()).doesNotHaveDuplicates();
            isAnsweredAlikeAgain(customers);
        }
    }

    /** A customer who was answered 503 and asked again did not order twice. */
    private void awaitHealed(Onlookers customers) {
        AuditReport[] report = new AuditReport[1];
        Eventually.holds(
                LIMIT,
                LOOK,
                () -> count("status <> 'completed'") == 0 && queues.notEmpty().isEmpty() && isCleanAtRest(report),
                () -> count("status <> 'completed'") + " not completed, queues " + queues.notEmpty() + ", audit "
                        + (report[0] == null ? "" : report[0].lines()));
        assertThat(count("customer_id = 'onlooker'")).isGreaterThanOrEqualTo(customers.taken());
    }

    /** What the audit knows of the broker's queues is some seconds old. */
    private boolean isCleanAtRest(AuditReport[] report) {
        report[0] = shop.audit();
        return report[0].atRest() && report[0].clean();
    }

    private void isAnsweredAlikeAgain(Onlookers customers) {
        customers.orders().entrySet().stream()
                .limit(5)
                .forEach(order ->
                        assertThat(Onlookers.again(shop, order.getKey())).isEqualTo(order.getValue()));
    }

    private long count(String condition) {
        return shop.database().number("SELECT count(*) FROM orders.orders WHERE " + condition);
    }

    @Override
    public void close() {
        queues.close();
        shop.close();
    }
}
