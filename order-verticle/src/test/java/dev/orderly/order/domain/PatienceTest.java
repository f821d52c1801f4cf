package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentTrigger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration HALF = Duration.ofMinutes(15);
    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final Duration PAID = Duration.ofDays(3);
    private static final Duration SHIPPED = Duration.ofDays(14);
    private static final Facts HELD = new Facts(true, false, false, false, 0, false, false);
    private static final Facts GONE = new Facts(true, false, true, true, 0, false, false);

    private final Patience plain = patience(Fulfilment.NONE);
    private final Patience byHand = patience(Fulfilment.MANUAL);

    @Test
    void repeatsTheLastWordOfAnOpenOrderAtHalfTheDeadline() {
        Order order = order(Status.PENDING, Facts.NONE);

        assertThat(plain.isRestless(order)).isTrue();
        assertThat(plain.firstLook(order)).isEqualTo(HALF);
        assertThat(plain.causes(new Look(order, HALF, false))).containsExactly(Cause.HALF_DEADLINE);
        assertThat(plain.nextLook(new Look(order, HALF, false))).contains(HALF);
    }

    @Test
    void givesAnOrderUpAtItsDeadlineWhenItWasAsked() {
        Order order = order(Status.AWAITING_PAYMENT, HELD);

        assertThat(plain.causes(new Look(order, DEADLINE, true))).containsExactly(Cause.DEADLINE);
    }

    @Test
    void asksOnceMoreBeforeItGivesUpWhatNobodyAsked() {
        Order order = order(Status.AWAITING_PAYMENT, HELD);

        assertThat(plain.causes(new Look(order, DEADLINE.multipliedBy(10), false)))
                .containsExactly(Cause.HALF_DEADLINE);
        assertThat(plain.nextLook(new Look(order, DEADLINE.multipliedBy(10), false)))
                .contains(HALF);
    }

    @Test
    void looksAgainExactlyAtTheDeadlineWhenThatComesFirst() {
        Order order = order(Status.PENDING, Facts.NONE);

        assertThat(plain.nextLook(new Look(order, Duration.ofMinutes(20), false)))
                .contains(Duration.ofMinutes(10));
    }

    @Test
    void callsAPersonForAPaidOrderAndKeepsRepeating() {
        Order order = order(Status.PAID, HELD);

        assertThat(plain.causes(new Look(order, DEADLINE, true))).containsExactly(Cause.DEADLINE, Cause.HALF_DEADLINE);
        assertThat(plain.nextLook(new Look(order, DEADLINE, true))).contains(HALF);
    }

    @Test
    void waitsLongForAPersonAndSaysSoOnce() {
        Order order = order(Status.PAID, HELD);

        assertThat(byHand.isRestless(order)).isTrue();
        assertThat(byHand.firstLook(order)).isEqualTo(PAID);
        assertThat(byHand.nextLook(new Look(order, HALF, false))).contains(PAID.minus(HALF));
        assertThat(byHand.nextLook(new Look(order, PAID, true))).isEmpty();
    }

    @Test
    void repeatsAHandOverUntilTheStockIsDeducted() {
        assertThat(byHand.firstLook(order(Status.SHIPPED, HELD))).isEqualTo(HALF);
        assertThat(byHand.firstLook(order(Status.SHIPPED, GONE))).isEqualTo(SHIPPED);
        assertThat(byHand.isRestless(order(Status.DELIVERED, HELD))).isTrue();
        assertThat(byHand.isRestless(order(Status.DELIVERED, GONE))).isFalse();
    }

    @Test
    void leavesADeadOrderAloneOnceNothingIsHeldForIt() {
        assertThat(plain.isRestless(order(Status.FAILED, HELD))).isTrue();
        assertThat(plain.isRestless(order(Status.FAILED, Facts.NONE))).isFalse();
        assertThat(plain.isRestless(order(Status.COMPLETED, GONE))).isFalse();
    }

    private static Patience patience(Fulfilment fulfilment) {
        return new Patience(new Flow(PaymentTrigger.STOCK_RESERVED, fulfilment), DEADLINE, PAID, SHIPPED);
    }

    private static Order order(Status status, Facts facts) {
        return new Order(Ids.next(), "ann", status, 1, Optional.empty(), facts, Optional.empty(), 100, "USD", true);
    }
}
