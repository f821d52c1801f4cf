package dev.orderly.stock.domain;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.Money;
import dev.orderly.contracts.Shortage;
import dev.orderly.contracts.StockEvent;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockReserved;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What stock has decided about one order, and the event that tells it. */
public sealed interface Reservation {

    /** The order. */
    UUID orderId();

    /** Who placed it. */
    String customerId();

    /** Where the order stands now. */
    ReservationStatus status();

    /** The event that announces it; a tombstone tells nobody. */
    Optional<StockEvent> announcement();

    /** What is or was set aside for the order; nothing when it never was. */
    default Optional<Held> holding() {
        return Optional.empty();
    }

    /** All lines are set aside. */
    record Held(
            UUID orderId,
            String customerId,
            List<ItemQuantity> items,
            long totalMinor,
            String currency,
            String paymentMethod,
            Instant expiresAt,
            boolean confirmed)
            implements Reservation {

        /** The same, paid for. */
        public Held confirm() {
            return new Held(orderId, customerId, items, totalMinor, currency, paymentMethod, expiresAt, true);
        }

        @Override
        public ReservationStatus status() {
            return ReservationStatus.HELD;
        }

        @Override
        public Optional<StockEvent> announcement() {
            return Optional.of(new StockReserved(
                    orderId,
                    customerId,
                    items,
                    Money.amount(totalMinor, currency),
                    currency,
                    paymentMethod,
                    expiresAt));
        }

        @Override
        public Optional<Held> holding() {
            return Optional.of(this);
        }
    }

    /** At least one line was short, so nothing was taken. */
    record Refused(UUID orderId, String customerId, List<Shortage> shortages) implements Reservation {

        @Override
        public ReservationStatus status() {
            return ReservationStatus.REFUSED;
        }

        @Override
        public Optional<StockEvent> announcement() {
            return Optional.of(new StockNotReserved(orderId, customerId, shortages));
        }
    }

    /** What was held is available again. */
    record Released(Held held, String reason) implements Reservation {

        @Override
        public UUID orderId() {
            return held.orderId();
        }

        @Override
        public String customerId() {
            return held.customerId();
        }

        @Override
        public ReservationStatus status() {
            return ReservationStatus.RELEASED;
        }

        @Override
        public Optional<StockEvent> announcement() {
            return Optional.of(new StockReleased(orderId(), held.items(), reason));
        }

        @Override
        public Optional<Held> holding() {
            return Optional.of(held);
        }
    }

    /** What was held has left the shelf for good. */
    record Deducted(Held held) implements Reservation {

        @Override
        public UUID orderId() {
            return held.orderId();
        }

        @Override
        public String customerId() {
            return held.customerId();
        }

        @Override
        public ReservationStatus status() {
            return ReservationStatus.DEDUCTED;
        }

        @Override
        public Optional<StockEvent> announcement() {
            return Optional.of(new StockDeducted(orderId(), held.items()));
        }

        @Override
        public Optional<Held> holding() {
            return Optional.of(held);
        }
    }

    /** The order ended before it began here: whatever comes later takes nothing. */
    record Voided(UUID orderId, String customerId) implements Reservation {

        @Override
        public ReservationStatus status() {
            return ReservationStatus.VOID;
        }

        @Override
        public Optional<StockEvent> announcement() {
            return Optional.empty();
        }
    }
}
