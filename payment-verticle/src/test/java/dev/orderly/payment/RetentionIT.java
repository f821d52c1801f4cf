package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of payments that are long over, while time passes as the test says. */
class RetentionIT {

    private final VirtualClock clock = new VirtualClock();
    private final ShopFixture shop = ShopFixture.of(new PaymentService())
            .with("payment", "{ pickUpEvery: 50ms, retention: { kept: P30D, every: 50ms } }")
            .with(clock);
    private final UUID order = Ids.next();

    @BeforeEach
    void start() {
        shop.start();
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void removesWhatIsLongOverWithAllThatHangsOnItAndNothingElse() {
        refunded(order);
        UUID younger = Ids.next();
        captured(younger);
        UUID ended = Ids.next();
        shop.events().publish("order", new OrderCancelled(ended, "ada", "changed_mind"));
        eventually(() -> assertThat(payments(ended)).isEqualTo(1));
        makeOld(order);
        makeOld(ended);

        clock.advance(Duration.ofDays(29));

        eventually(() -> assertThat(payments(order) + payments(ended)).isZero());
        assertThat(number("SELECT count(*) FROM payment.ledger WHERE order_id = ?", order))
                .isZero();
        assertThat(number("SELECT count(*) FROM payment.payment_events WHERE order_id = ?", order))
                .isZero();
        assertThat(shop.database().number("SELECT count(*) FROM payment.refunds"))
                .isZero();
        assertThat(number("SELECT count(*) FROM payment.ledger WHERE order_id = ?", younger))
                .isEqualTo(1);
        assertThat(shop.database().value("SELECT up_to FROM payment.purged")).isEqualTo(ended.toString());
        eventually(() -> assertThat(shop.database().number("SELECT count(*) FROM provider.refunds"))
                .isZero());
        eventually(() -> assertThat(shop.database().number("SELECT count(*) FROM provider.charges"))
                .isEqualTo(1));
    }

    @Test
    void beginsNoPaymentAnewForAnOrderThatItHasForgotten() {
        UUID old = idOf(Instant.now().minus(Duration.ofDays(400)));
        captured(old);
        makeOld(old);
        clock.advance(Duration.ofDays(29));
        eventually(() -> assertThat(payments(old)).isZero());

        shop.events().publish("stock", PaymentDesk.order(old, "EUR", "tok_ok"));
        shop.events().publish("order", new OrderCancelled(old, "ada", "changed_mind"));

        eventually(() -> assertThat(refused(old)).isEqualTo(2));
        assertThat(payments(old)).isZero();
        captured(order);
    }

    @Test
    void keepsWhatIsUnderWayHoweverOldItIs() {
        shop.events().publish("stock", PaymentDesk.order(order, "EUR", "tok_timeout"));
        shop.events().await(PaymentInitiated.class, this::isOurs);
        UUID over = Ids.next();
        captured(over);
        makeOld(order);
        makeOld(over);

        clock.advance(Duration.ofDays(400));

        eventually(() -> assertThat(payments(over)).isZero());
        assertThat(payments(order)).isEqualTo(1);
    }

    @Test
    void sparesTheLastDayWhateverTheServiceSays() {
        captured(order);

        shop.database().run("SET ROLE orderly_payment; SELECT payment.purge_payments(now() + interval '1 year', 10)");

        assertThat(payments(order)).isEqualTo(1);
    }

    @Test
    void letsNobodyButThePurgeRemoveAPayment() {
        assertThatThrownBy(() -> shop.database().run("SET ROLE orderly_payment; DELETE FROM payment.payments"))
                .hasRootCauseMessage("ERROR: permission denied for table payments");
        assertThatThrownBy(() -> shop.database().run("SET ROLE orderly_payment; DELETE FROM payment.refunds"))
                .hasRootCauseMessage("ERROR: permission denied for table refunds");
    }

    private long refused(UUID id) {
        return shop.database()
                .number(
                        "SELECT count(*) FROM payment.dead_letters WHERE subject = ? AND cause = 'refused' AND detail LIKE '%older than what is kept%'",
                        id.toString());
    }

    private static UUID idOf(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
    }

    private void refunded(UUID id) {
        captured(id);
        shop.events().publish("order", new OrderCancelled(id, "ada", "changed_mind"));
        shop.events().await(PaymentRefunded.class, event -> event.orderId().equals(id));
    }

    private void captured(UUID id) {
        shop.events().publish("stock", PaymentDesk.order(id, "EUR", "tok_ok"));
        shop.events().await(PaymentCompleted.class, event -> event.orderId().equals(id));
    }

    /** Everything about the order happened two days ago. */
    private void makeOld(UUID id) {
        shop.database()
                .run(
                        "UPDATE payment.payments SET created_at = now() - interval '2 days', updated_at = now() - interval '2 days' WHERE order_id = ?",
                        id);
        shop.database().run("""
                        UPDATE payment.refunds SET done_at = now() - interval '2 days'
                         WHERE payment_id = (SELECT id FROM payment.payments WHERE order_id = ?)
                        """, id);
        shop.database().run("UPDATE provider.charges SET at = now() - interval '2 days'");
        shop.database().run("UPDATE provider.refunds SET at = now() - interval '2 days'");
    }

    private boolean isOurs(PaymentEvent event) {
        return event.orderId().equals(order);
    }

    private long payments(UUID id) {
        return number("SELECT count(*) FROM payment.payments WHERE order_id = ?", id);
    }

    private long number(String sql, UUID id) {
        return shop.database().number(sql, id);
    }
}
