package dev.orderly.stock;

import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.messaging.EventRoutes;

/** Events in: what stock hears, and which use case answers it. */
final class StockConsumer {

    private final Reservations reservations;
    private final StockLevels levels;

    StockConsumer(Reservations reservations, StockLevels levels) {
        this.reservations = reservations;
        this.levels = levels;
    }

    EventRoutes routes() {
        return new EventRoutes()
                .on(OrderCreated.class, reservations::reserve)
                .on(OrderCancelled.class, reservations::releaseCancelled)
                .on(OrderFailed.class, reservations::releaseFailed)
                .on(PaymentFailed.class, reservations::releaseUnpaid)
                .on(PaymentCompleted.class, reservations::confirm)
                .on(OrderCompleted.class, reservations::deductCompleted)
                .on(OrderShipped.class, reservations::deductShipped)
                .on(ProductCreated.class, levels::stock)
                .on(ProductUpdated.class, levels::restock)
                .on(ProductDeleted.class, levels::clear);
    }
}
