package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Flow CALLS = new Flow(PaymentTrigger.ORDER_CALLS, Fulfilment.NONE);
    private static final Flow BY_HAND = new Flow(PaymentTrigger.MANUAL, Fulfilment.MANUAL);
    private static final Facts RESERVED = new Facts(true, false, false, false, 0, false, false);
    private static final Facts TAKEN = new Facts(true, false, false, true, 40, false, false);
    private static final Facts RETURNED = new Facts(true, true, false, true, 100, false, false);

    @Test
    void tellsWhatMovesANewOrderAndWhatDoesNot() {
        Waiting waiting = Waiting.of(order(Status.PENDING, Facts.NONE), Flow.STANDARD);

        assertThat(waiting.text()).isEqualTo("stock, to reserve its lines");
        assertThat(waiting.movedBy())
                .contains("stock.reserved", "stock.not-reserved", "payment.successful", "cancel", "deadline")
                .doesNotContain("stock.deducted", "payment.refunded", "half the deadline", "PATCH paid");
    }

    @Test
    void tellsWhoOwesAnAnswerAboutTheMoney() {
        Order awaiting = order(Status.AWAITING_PAYMENT, RESERVED);

        assertThat(Waiting.of(awaiting, Flow.STANDARD).text()).isEqualTo("payment, to take the money");
        assertThat(Waiting.of(awaiting, CALLS).text()).contains("to answer the request");
        assertThat(Waiting.of(awaiting, BY_HAND).text()).isEqualTo("a person, to say that it was paid");
        assertThat(Waiting.of(awaiting, BY_HAND).movedBy()).contains("PATCH paid");
    }

    @Test
    void namesWhatOnlyMovesWithTheFactsAsTheyAre() {
        assertThat(Waiting.of(order(Status.AWAITING_PAYMENT, RESERVED), Flow.STANDARD)
                        .movedBy())
                .doesNotContain("stock.reserved");
        assertThat(Waiting.of(order(Status.AWAITING_PAYMENT, TAKEN), Flow.STANDARD)
                        .movedBy())
                .contains("stock.reserved");
    }

    @Test
    void tellsWhatADeadOrderIsStillOwed() {
        assertThat(Waiting.of(order(Status.FAILED, RESERVED), Flow.STANDARD).text())
                .isEqualTo("stock, to release its lines");
        assertThat(Waiting.of(order(Status.CANCELLED, TAKEN), Flow.STANDARD).text())
                .isEqualTo("stock, to release its lines; payment, to give the money back");
        assertThat(Waiting.of(order(Status.CANCELLED, RETURNED), Flow.STANDARD))
                .isEqualTo(new Waiting("nothing: it is at rest", List.of()));
    }

    @Test
    void hasAWordForEveryStatusOfEveryShop() {
        Transitions.flows()
                .forEach(flow -> assertThat(Status.values())
                        .allSatisfy(status -> assertThat(Waiting.of(order(status, Facts.NONE), flow)
                                        .text())
                                .isNotBlank()));
    }

    private static Order order(Status status, Facts facts) {
        return new Order(
                new UUID(0, 1), "ann", status, 1, Optional.empty(), facts, Optional.empty(), 100, "USD", false);
    }
}
