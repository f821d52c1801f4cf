package dev.orderly.stock.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * One line of the journal of decisions.
 *
 * @param sequence of the announcement, when the decision was announced
 */
public record Decision(
        UUID orderId,
        int version,
        UUID causeEventId,
        ReservationStatus from,
        ReservationStatus to,
        Optional<UUID> eventId,
        Optional<String> eventType,
        Optional<Long> sequence) {}
