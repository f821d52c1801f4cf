package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentTrigger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final UUID ID = Ids.next();
    private static final UUID PAYMENT = Ids.next();
    private static final Flow SHIPPING = new Flow(PaymentTrigger.STOCK_RESERVED, Fulfilment.SHIPPING);

    @Test
    void goesFromPendingToCompleted() {
        LockedOrders locked = locked(order(Status.PENDING));

        List<Step> steps = locked.hear(List.of(
                event(Cause.STOCK_RESERVED),
                event(Cause.PAYMENT_INITIATED).about(PAYMENT),
                event(Cause.PAYMENT_SUCCESSFUL).about(PAYMENT),
                event(Cause.STOCK_DEDUCTED)));

        assertThat(steps)
                .extracting(Step::effect)
                .containsExactly("moved to awaiting_payment", "noted", "moved to paid", "moved to completed");
        assertThat(locked.find(ID).orElseThrow().version()).isEqualTo(4);
        assertThat(locked.find(ID).orElseThrow().paymentId()).contains(PAYMENT);
    }

    @Test
    void announcesCompletionTogetherWithPaymentWhenNothingIsShipped() {
        Step paid = order(Status.AWAITING_PAYMENT)
                .hear(event(Cause.PAYMENT_SUCCESSFUL), Flow.STANDARD)
                .get(0);

        assertThat(paid.announced(Flow.STANDARD)).containsExactly(EventType.ORDER_UPDATED, EventType.ORDER_COMPLETED);
        assertThat(paid.announced(SHIPPING)).containsExactly(EventType.ORDER_UPDATED);
    }

    @Test
    void failsForTheReasonThatTheTableNames() {
        Step failed = order(Status.PENDING)
                .hear(event(Cause.STOCK_NOT_RESERVED).because("whatever"), Flow.STANDARD)
                .get(0);

        assertThat(failed.after().reason()).contains("out_of_stock");
        assertThat(failed.announced(Flow.STANDARD)).containsExactly(EventType.ORDER_UPDATED, EventType.ORDER_FAILED);
    }

    @Test
    void failsForTheReasonOfTheEventWhereTheTableNamesNone() {
        Step failed = order(Status.AWAITING_PAYMENT)
                .hear(event(Cause.PAYMENT_FAILED).because("insufficient_funds"), Flow.STANDARD)
                .get(0);

        assertThat(failed.after().reason()).contains("insufficient_funds");
    }

    @Test
    void recordsTheFactAlsoWhereNothingMoves() {
        Step noted = order(Status.PAID)
                .hear(event(Cause.STOCK_RESERVED), Flow.STANDARD)
                .get(0);

        assertThat(noted.isMove()).isFalse();
        assertThat(noted.after().facts().reserved()).isTrue();
    }

    @Test
    void countsARefundOnceHoweverOftenItIsHeard() {
        Heard refund = event(Cause.PAYMENT_REFUNDED).of(40);
        LockedOrders locked = locked(order(Status.CANCELLED));

        List<Step> steps = locked.hear(List.of(refund, refund));

        assertThat(steps).hasSize(1);
        assertThat(locked.find(ID).orElseThrow().facts().refundedMinor()).isEqualTo(40);
    }

    @Test
    void answersAnEventAgainThatIsOnRecordAlready() {
        Heard reserved = event(Cause.STOCK_RESERVED);
        Set<LockedOrders.Known> known =
                Set.of(new LockedOrders.Known(ID, reserved.eventId().orElseThrow()));
        LockedOrders locked = new LockedOrders(List.of(order(Status.FAILED)), known, Flow.STANDARD);

        List<Step> steps = locked.hear(List.of(reserved));

        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).decision().repeated()).containsExactly(EventType.ORDER_FAILED);
        assertThat(locked.changed()).isEmpty();
    }

    @Test
    void passesEveryStatusOnTheWay() {
        List<Step> steps = order(Status.PAID).hear(event(Cause.ORDER_DELIVERED), SHIPPING);

        assertThat(steps).extracting(step -> step.after().status()).containsExactly(Status.SHIPPED, Status.DELIVERED);
        assertThat(steps).extracting(step -> step.after().version()).containsExactly(2, 3);
    }

    @Test
    void leavesARefusedWishWithoutTrace() {
        Step refused = order(Status.PAID)
                .hear(Heard.cancel(ID, "too late", Optional.empty()), Flow.STANDARD)
                .get(0);

        assertThat(refused.isRefused()).isTrue();
        assertThat(refused.isRemembered()).isFalse();
        assertThat(refused.after()).isEqualTo(refused.before());
    }

    @Test
    void remembersWhatIsImpossibleWithoutMoving() {
        Step step = order(Status.PENDING)
                .hear(event(Cause.STOCK_DEDUCTED), Flow.STANDARD)
                .get(0);

        assertThat(step.isImpossible()).isTrue();
        assertThat(step.isRemembered()).isTrue();
        assertThat(step.after().facts().deducted()).isTrue();
        assertThat(step.after().version()).isEqualTo(1);
    }

    @Test
    void passesOverAnOrderThatIsNotThere() {
        assertThat(locked().hear(List.of(event(Cause.STOCK_RESERVED)))).isEmpty();
    }

    private static LockedOrders locked(Order... orders) {
        return new LockedOrders(List.of(orders), Set.of(), Flow.STANDARD);
    }

    private static Heard event(Cause cause) {
        return Heard.event(ID, cause, Ids.next(), "stock");
    }

    private static Order order(Status status) {
        return new Order(ID, "ann", status, 1, Optional.empty(), Facts.NONE, Optional.empty(), 100, "USD", false);
    }
}
