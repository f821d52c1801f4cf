package dev.orderly.stock.domain;

import dev.orderly.contracts.ItemQuantity;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the ledger: why a product's level changed. What came in or was written off adds up to what is available, reserved and deducted.
 *
 * @param causeEventId the event that asked for it; absent for a person's adjustment over HTTP
 */
public record Movement(
        String productId,
        Kind kind,
        long available,
        long reserved,
        long deducted,
        Optional<UUID> orderId,
        Optional<UUID> causeEventId) {

    /** What moved the units. */
    public enum Kind {
        INITIAL,
        ADJUSTMENT,
        /** Units of a product that is no longer for sale. */
        WRITE_OFF,
        RESERVE,
        RELEASE,
        DEDUCT;

        /** As the ledger spells it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Movement reserve(ItemQuantity item, Demand cause) {
        return ofOrder(item.productId(), Kind.RESERVE, -item.quantity(), item.quantity(), 0, cause);
    }

    static Movement release(ItemQuantity item, Demand cause) {
        return ofOrder(item.productId(), Kind.RELEASE, item.quantity(), -item.quantity(), 0, cause);
    }

    static Movement deduct(ItemQuantity item, Demand cause) {
        return ofOrder(item.productId(), Kind.DEDUCT, 0, -item.quantity(), item.quantity(), cause);
    }

    /** What comes back of a product that is no longer for sale is not available. */
    static Movement writeOff(ItemQuantity item, Demand cause) {
        return new Movement(
                item.productId(),
                Kind.WRITE_OFF,
                -item.quantity(),
                0,
                0,
                Optional.empty(),
                Optional.of(cause.eventId()));
    }

    /** What a change of the units on hand amounts to. */
    public static Movement onHand(Kind kind, Level before, Level after, Optional<UUID> causeEventId) {
        long change = after.available() - before.available();
        return new Movement(before.productId(), kind, change, 0, 0, Optional.empty(), causeEventId);
    }

    private static Movement ofOrder(
            String product, Kind kind, long available, long reserved, long deducted, Demand cause) {
        return new Movement(
                product,
                kind,
                available,
                reserved,
                deducted,
                Optional.of(cause.orderId()),
                Optional.of(cause.eventId()));
    }
}
