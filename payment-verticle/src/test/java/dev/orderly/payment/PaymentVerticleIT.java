package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.faults.FaultPoint;
import dev.orderly.testing.ShopFixture;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole service on broker and database: event in, rows and events out. */
class PaymentVerticleIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new PaymentService()).with("payment", "simulated: { slow: 300ms }");

    private final UUID order = Ids.next();

    @AfterEach
    void forgetFaults() {
        FaultPoint.observe((point, role) -> {});
    }

    @Test
    void takesThePaymentOfAReservedOrder() {
        SHOP.events().publish("stock", reserved(order, "tok_ok"));

        PaymentInitiated initiated = SHOP.events().await(PaymentInitiated.class, this::isOurs);
        PaymentCompleted completed = SHOP.events().await(PaymentCompleted.class, this::isOurs);
        assertThat(completed.paymentId()).isEqualTo(initiated.paymentId());
        assertThat(completed.amount()).isEqualByComparingTo("12.50");
        assertThat(completed.status()).isEqualTo("captured");
        assertThat(ledger()).isEqualTo("capture 1250 EUR");
    }

    @Test
    void saysWhyThereIsNoMoney() {
        SHOP.events().publish("stock", reserved(order, "tok_insufficient_funds"));

        assertThat(SHOP.events().await(PaymentFailed.class, this::isOurs).reason())
                .isEqualTo("insufficient_funds");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void refundsWhatIsCapturedAfterTheOrderWasCancelled() {
        SHOP.events().publish("stock", reserved(order, "tok_slow"));
        SHOP.events().await(PaymentInitiated.class, this::isOurs);

        SHOP.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));

        PaymentRefunded refunded = SHOP.events().await(PaymentRefunded.class, this::isOurs);
        assertThat(refunded.amount()).isEqualByComparingTo("12.50");
        assertThat(ledger()).isEqualTo("capture 1250 EUR, refund 1250 EUR");
    }

    @Test
    void answersADuplicateWithTheSameEvent() {
        Announcement<StockReserved> reserved = SHOP.events().publish("stock", reserved(order, "tok_ok"));
        SHOP.events().await(PaymentCompleted.class, this::isOurs);

        SHOP.events().publish(List.of(reserved));

        eventually(() -> assertThat(idsOf(PaymentCompleted.class)).hasSize(2));
        assertThat(Set.copyOf(idsOf(PaymentCompleted.class))).hasSize(1);
        assertThat(ledger()).isEqualTo("capture 1250 EUR");
    }

    @Test
    void takesManyPaymentsFromOneMessage() {
        List<StockReserved> orders = IntStream.range(0, 150)
                .mapToObj(i -> reserved(Ids.next(), "tok_ok"))
                .toList();

        SHOP.events().publish("stock", orders);

        Set<UUID> ids = Set.copyOf(orders.stream().map(StockReserved::orderId).toList());
        eventually(() -> assertThat(SHOP.events().heard(PaymentCompleted.class).stream()
                        .map(PaymentCompleted::orderId)
                        .filter(ids::contains))
                .hasSize(150));
    }

    @Test
    void passesEveryFaultPointOfItsOwn() {
        Set<FaultPoint> passed = ConcurrentHashMap.newKeySet();
        FaultPoint.observe((point, role) -> {
            if (role.equals("payment")) {
                passed.add(point);
            }
        });
        SHOP.events().publish("stock", reserved(order, "tok_ok"));
        SHOP.events().await(PaymentCompleted.class, this::isOurs);

        SHOP.events().publish("order", new OrderCancelled(order, "ada", "changed_mind"));

        SHOP.events().await(PaymentRefunded.class, this::isOurs);
        assertThat(passed)
                .contains(
                        FaultPoint.PROVIDER_BEFORE_CALL, FaultPoint.PROVIDER_AFTER_CALL, FaultPoint.REFUND_AFTER_CALL);
    }

    @Test
    void carriesOnAfterARestart() {
        SHOP.events().publish("stock", reserved(order, "tok_flaky"));
        SHOP.events().await(PaymentInitiated.class, this::isOurs);

        SHOP.restart();

        eventually(() -> assertThat(ledger()).isEqualTo("capture 1250 EUR"));
    }

    private boolean isOurs(PaymentEvent event) {
        return event.orderId().equals(order);
    }

    private List<UUID> idsOf(Class<? extends PaymentEvent> type) {
        return SHOP.events().heard().stream()
                .filter(told -> type.isInstance(told.event()))
                .filter(told -> told.event().subject().equals(order.toString()))
                .<UUID>map(Announcement::id)
                .toList();
    }

    private String ledger() {
        return SHOP.database()
                .value(
                        "SELECT coalesce(string_agg(kind || ' ' || amount_minor || ' ' || currency, ', ' ORDER BY id), '')"
                                + " FROM payment.ledger WHERE order_id = ?",
                        order);
    }

    private static StockReserved reserved(UUID order, String method) {
        return PaymentDesk.order(order, "EUR", method);
    }
}
