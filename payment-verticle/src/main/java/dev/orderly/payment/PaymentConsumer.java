package dev.orderly.payment;

import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.EventRoutes;

/** Events in: what the payment service hears, and which use case answers it. */
final class PaymentConsumer {

    private final Payments payments;

    PaymentConsumer(Payments payments) {
        this.payments = payments;
    }

    EventRoutes routes() {
        return new EventRoutes()
                .on(StockReserved.class, payments::initiate)
                .on(OrderCancelled.class, payments::cancel)
                .on(OrderFailed.class, payments::fail);
    }
}
