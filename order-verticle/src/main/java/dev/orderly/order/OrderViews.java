package dev.orderly.order;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderLine;
import dev.orderly.order.domain.Placement.Placed;
import dev.orderly.order.domain.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What HTTP shows of orders; the component names are the JSON. */
final class OrderViews {

    private OrderViews() {}

    /** An order. */
    record OrderView(
            UUID id,
            String status,
            Optional<String> reason,
            String customerId,
            List<OrderLine> items,
            BigDecimal totalAmount,
            String currency,
            Instant createdAt) {

        static OrderView of(Placed placed) {
            return new OrderView(
                    placed.id(),
                    Status.PENDING.label(),
                    Optional.empty(),
                    placed.command().customerId(),
                    placed.orderLines(),
                    Money.amount(placed.totalMinor(), placed.currency()),
                    placed.currency(),
                    placed.at());
        }
    }

    /** One step: when, which event, from which service, what it did. */
    record Step(
            Instant at,
            String event,
            Optional<UUID> eventId,
            String source,
            Optional<String> from,
            Optional<String> to,
            String effect) {}

    /** All that happened to an order, oldest first. */
    record Timeline(UUID orderId, List<Step> steps) {}
}
