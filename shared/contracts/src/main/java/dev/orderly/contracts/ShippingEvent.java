package dev.orderly.contracts;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Everything about the hand-over: announced by shipping, or by order where a person hands over and no shipment is on record. */
public sealed interface ShippingEvent extends AboutOrder {

    /** The parcel was handed over. */
    record OrderShipped(
            UUID orderId,
            String customerId,
            Optional<UUID> shipmentId,
            Optional<String> agent,
            Optional<String> trackingNumber)
            implements ShippingEvent {}

    /** The parcel reached the customer. */
    record OrderDelivered(UUID orderId, String customerId, Optional<UUID> shipmentId, Instant deliveredAt)
            implements ShippingEvent {}

    /** The parcel was stopped before the hand-over. */
    record ShipmentStopped(UUID orderId, String customerId, UUID shipmentId, String reason) implements ShippingEvent {}
}
