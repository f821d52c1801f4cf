package dev.orderly.contracts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everything the order service announces. */
public sealed interface OrderEvent extends AboutOrder {

    String customerId();

    /** An order was accepted; equal products are merged into one line. */
    record OrderCreated(
            UUID orderId,
            String customerId,
            List<OrderLine> items,
            BigDecimal totalAmount,
            String currency,
            String paymentMethod,
            Optional<Address> shipTo,
            Optional<UUID> cartId,
            String status)
            implements OrderEvent {}

    /** News: the status changed. */
    record OrderUpdated(UUID orderId, String customerId, String status, String previousStatus, Optional<String> reason)
            implements OrderEvent {
        @Override
        public String gist() {
            return "from " + previousStatus + " to " + status;
        }
    }

    /** The customer or a clerk ended the order. */
    record OrderCancelled(UUID orderId, String customerId, String reason) implements OrderEvent {}

    /** The order could not be fulfilled. */
    record OrderFailed(UUID orderId, String customerId, String reason) implements OrderEvent {}

    /** A paid order should stop, if it has not been handed over yet. */
    record OrderCancelRequested(UUID orderId, String customerId, String reason) implements OrderEvent {}

    /** The order is paid and needs nothing more (fulfilment none), or was delivered; without a payment when it was settled by hand. */
    record OrderCompleted(UUID orderId, String customerId, Optional<UUID> paymentId, String status)
            implements OrderEvent {}
}
