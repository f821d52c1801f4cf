package dev.orderly.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Everything the stock service announces. */
public sealed interface StockEvent extends Event {

    /** All lines of the order are held for it. */
    record StockReserved(
            UUID orderId,
            String customerId,
            List<ItemQuantity> items,
            BigDecimal totalAmount,
            String currency,
            String paymentMethod,
            Instant expiresAt)
            implements StockEvent, AboutOrder {}

    /** At least one line is short, so nothing is held. */
    record StockNotReserved(UUID orderId, String customerId, List<Shortage> shortages)
            implements StockEvent, AboutOrder {}

    /** What was held for the order is available again. */
    record StockReleased(UUID orderId, List<ItemQuantity> items, String reason) implements StockEvent, AboutOrder {}

    /** What was held for the order has left the shelf for good. */
    record StockDeducted(UUID orderId, List<ItemQuantity> items) implements StockEvent, AboutOrder {}

    /** News: how many of a product can be sold now; coalesced, the last level always comes. */
    record StockUpdated(String productId, long quantity, long sequence) implements StockEvent {
        @Override
        public String subject() {
            return productId;
        }
    }
}
