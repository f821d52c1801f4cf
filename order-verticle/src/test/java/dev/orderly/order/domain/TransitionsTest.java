package dev.orderly.order.domain;

import static dev.orderly.order.domain.Status.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.order.domain.Transitions.Transition;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    @Test
    void areThoseOfTheDrawing() {
        assertThat(Transitions.all())
                .containsExactlyInAnyOrder(
                        new Transition(PENDING, AWAITING_PAYMENT),
                        new Transition(PENDING, PAID),
                        new Transition(PENDING, FAILED),
                        new Transition(PENDING, CANCELLED),
                        new Transition(AWAITING_PAYMENT, PAID),
                        new Transition(AWAITING_PAYMENT, FAILED),
                        new Transition(AWAITING_PAYMENT, CANCELLED),
                        new Transition(PAID, COMPLETED),
                        new Transition(PAID, CANCELLED),
                        new Transition(PAID, SHIPPED),
                        new Transition(SHIPPED, DELIVERED));
    }

    @Test
    void leadAPaidOrderOnlyToCompletedWhenNothingIsShipped() {
        assertThat(Transitions.from(PAID, Flow.STANDARD)).containsExactly(COMPLETED);
    }

    @Test
    void leadAPaidOrderToShippedOrCancelledWhenMovedByHand() {
        assertThat(Transitions.from(PAID, new Flow(PaymentTrigger.STOCK_RESERVED, Fulfilment.MANUAL)))
                .containsExactlyInAnyOrder(SHIPPED, CANCELLED);
    }

    @Test
    void endAtCompleted() {
        assertThat(Transitions.from(COMPLETED, Flow.STANDARD)).isEmpty();
    }
}
