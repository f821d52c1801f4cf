package dev.orderly.payment;

import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import dev.orderly.testing.TestSchemas;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The payment service's and the simulated provider's schemas in a database of their own. */
final class PaymentDatabase implements AutoCloseable {

    private static final PaymentService SERVICE = new PaymentService();

    private final TestDatabase database = Backends.database("payments");

    PaymentDatabase() {
        TestSchemas.create(database, List.of(SERVICE));
    }

    DatabaseSettings settings(String schema) {
        return Objects.requireNonNull(TestSchemas.settings(database, SERVICE).get(schema), schema);
    }

    String status(UUID order) {
        return database.value("SELECT status FROM payment.payments WHERE order_id = ?", order);
    }

    /** How many of these orders' payments stand where: {@code 299 captured, 1 void}. */
    String statuses(List<UUID> orders) {
        return database.value("""
                SELECT string_agg(n || ' ' || status, ', ' ORDER BY status)
                  FROM (SELECT status, count(*) AS n FROM payment.payments WHERE order_id BETWEEN ? AND ? GROUP BY status) x
                """, orders.get(0), orders.get(orders.size() - 1));
    }

    String reason(UUID order) {
        return database.value("SELECT reason FROM payment.payments WHERE order_id = ?", order);
    }

    /** What the ledger says of the order: {@code capture 1250, refund 1250}. */
    String ledger(UUID order) {
        return database.value(
                "SELECT coalesce(string_agg(kind || ' ' || amount_minor, ', ' ORDER BY id), '') FROM payment.ledger WHERE order_id = ?",
                order);
    }

    /** How many captures and refunds the provider has made for the order's payment. */
    String moved(UUID order) {
        return database.value("""
                SELECT (SELECT count(*) FROM provider.captures c WHERE c.key = p.id) || ' captures, '
                       || (SELECT count(*) FROM provider.refunds r WHERE r.capture_key = p.id) || ' refunds'
                  FROM payment.payments p WHERE p.order_id = ?
                """, order);
    }

    /** Sequences and types of what was announced for the order. */
    String journal(UUID order) {
        return database.value(
                "SELECT coalesce(string_agg(sequence || ' ' || type, ', ' ORDER BY sequence), '') FROM payment.payment_events WHERE order_id = ?",
                order);
    }

    /** How the order's one refund stands. */
    String refund(UUID order) {
        return database.value("""
                SELECT r.status || ' after ' || r.attempts || ' attempts, ' || coalesce(r.last_error, 'null')
                  FROM payment.refunds r JOIN payment.payments p ON p.id = r.payment_id
                 WHERE p.order_id = ?
                """, order);
    }

    UUID refundOf(UUID order) {
        return UUID.fromString(database.value(
                "SELECT r.id FROM payment.refunds r JOIN payment.payments p ON p.id = r.payment_id WHERE p.order_id = ?",
                order));
    }

    boolean isDue(UUID order) {
        return database.value("SELECT next_attempt_at IS NOT NULL FROM payment.payments WHERE order_id = ?", order)
                .equals("true");
    }

    /** Lets every lease end now. */
    void endLeases() {
        database.run("UPDATE payment.payments SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL");
        database.run("UPDATE payment.refunds SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL");
    }

    List<byte[]> messages() {
        return database.rows("SELECT body FROM payment.outbox ORDER BY id").stream()
                .map(row -> (byte[]) row.get("body"))
                .toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
