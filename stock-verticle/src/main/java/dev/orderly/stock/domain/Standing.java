package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A reservation as its row keeps it: what was decided, and under which event it was told.
 *
 * @param version counts the decisions about the order
 * @param sequence counts those that were announced
 * @param eventId the last announcement, if there was one
 * @param at when the last announcement, or the tombstone, was decided
 */
public record Standing(Reservation reservation, int version, long sequence, Optional<UUID> eventId, Instant at) {

    /** Whether something is held and nobody has said yet that it is paid. */
    public boolean isUnconfirmed() {
        return reservation.status() == ReservationStatus.HELD
                && !reservation.holding().map(Reservation.Held::confirmed).orElse(false);
    }

    /** What the passing of its time asks about it: a payment that came early confirms it, else its order is asked again. */
    public Optional<Demand> overdue(Map<UUID, UUID> earlyPayments) {
        return Optional.of(this)
                .filter(Standing::isUnconfirmed)
                .flatMap(held -> Optional.ofNullable(earlyPayments.get(reservation.orderId()))
                        .map(paid -> Demand.paidBefore(held, paid))
                        .or(() -> eventId.map(told -> Demand.expired(held, told))));
    }

    /** The last announcement, word for word. */
    public Optional<Announcement<StockEvent>> told(Optional<String> traceparent) {
        return eventId.flatMap(id -> reservation
                .announcement()
                .map(event -> new Announcement<>(id, sequence, at, "stock", traceparent, event)));
    }
}
