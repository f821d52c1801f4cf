package dev.orderly.payment;

import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.EventRoutes;

/** Events in: what the payment service hears, and which use case answers it. */
final class PaymentConsumer {

    private final Payments payments;

    PaymentConsumer(Payments payments) {
        this.payments = payments;
    }

    /** Of reservation and order only the one is heard that the shop's flow starts payments with. */
    EventRoutes routes() {
        return new EventRoutes()
                .on(StockReserved.class, payments::initiate)
                .on(OrderCreated.class, payments::initiateAtOnce)
                .on(OrderCancelled.class, payments::cancel)
                .on(OrderFailed.class, payments::fail);
    }
}
