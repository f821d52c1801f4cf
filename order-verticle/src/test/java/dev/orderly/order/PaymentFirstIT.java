package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.testing.ShopFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shop in which the order itself sets the payment going: payment may speak before stock does. */
class PaymentFirstIT {

    @RegisterExtension
    static final ShopFixture SHOP =
            ShopFixture.of(new OrderService()).with(new Flow(PaymentTrigger.ORDER_CREATED, Fulfilment.NONE));

    private static final OrderSays ORDER = new OrderSays(SHOP);

    @BeforeAll
    static void sellTea() {
        ORDER.sellTea();
    }

    @Test
    void isPaidWhenStockComesLast() {
        UUID order = ORDER.place();
        UUID payment = ORDER.initiated(order);
        ORDER.awaitStatus(order, "awaiting_payment");
        ORDER.captured(order, payment);
        eventually(() -> assertThat(SHOP.database().value("SELECT captured FROM orders.orders WHERE id = ?", order))
                .isEqualTo("true"));
        assertThat(ORDER.status(order)).isEqualTo("awaiting_payment");

        ORDER.reserved(order);

        OrderCompleted completed = SHOP.events()
                .await(OrderCompleted.class, event -> event.orderId().equals(order));
        assertThat(completed.paymentId()).contains(payment);
    }

    @Test
    void isPaidWhenPaymentComesLast() {
        UUID order = ORDER.place();
        ORDER.reserved(order);
        ORDER.awaitStatus(order, "awaiting_payment");

        ORDER.captured(order, ORDER.initiated(order));

        ORDER.awaitStatus(order, "paid");
    }

    @Test
    void failsWhenWhatIsPaidCannotBeReserved() {
        UUID order = ORDER.place();
        ORDER.captured(order, ORDER.initiated(order));
        eventually(() -> assertThat(SHOP.database().value("SELECT captured FROM orders.orders WHERE id = ?", order))
                .isEqualTo("true"));

        SHOP.events().publish("stock", new StockNotReserved(order, "ann", List.of()));

        OrderFailed failed =
                SHOP.events().await(OrderFailed.class, event -> event.orderId().equals(order));
        assertThat(failed.reason()).isEqualTo("out_of_stock");
    }

    @Test
    void cannotBeSetToPaidByHandHere() {
        UUID order = ORDER.place();
        ORDER.reserved(order);
        ORDER.awaitStatus(order, "awaiting_payment");

        assertThat(ORDER.patch(order, "paid").status()).isEqualTo(409);
        assertThat(ORDER.patch(order, "shipped").status()).isEqualTo(409);
    }
}
