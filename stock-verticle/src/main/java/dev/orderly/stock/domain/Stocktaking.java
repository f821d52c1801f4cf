package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sets what is on hand of products, on a shelf locked for it: as the catalog announces them, or as a person counted. What the catalog
 * announces is absolute and may come twice or late: nothing is applied whose sequence is not above the last applied.
 */
public final class Stocktaking {

    /** What became of a count. */
    public enum Outcome {
        COUNTED,
        UNKNOWN_PRODUCT,
        DELETED_PRODUCT,
        BELOW_RESERVED
    }

    private final Shelf shelf;
    private final List<Movement> movements = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();

    /** A stocktaking on this shelf. */
    public Stocktaking(Shelf shelf) {
        this.shelf = shelf;
    }

    /** The product is for sale, perhaps again. */
    public void created(Announcement<ProductCreated> told) {
        ProductCreated product = told.event();
        news(product.productId(), product.sequence())
                .ifPresent(level -> announced(told.id(), level, product.quantity(), product.sequence()));
    }

    /** The product changed; without a quantity that is nothing to stock. */
    public void updated(Announcement<ProductUpdated> told) {
        ProductUpdated product = told.event();
        product.quantity()
                .ifPresent(quantity -> news(product.productId(), product.sequence())
                        .ifPresent(level -> announced(told.id(), level, quantity, product.sequence())));
    }

    /** The product is no longer for sale: nothing is available any more, what is reserved stays so until its orders end. */
    public void deleted(Announcement<ProductDeleted> told) {
        ProductDeleted product = told.event();
        news(product.productId(), product.sequence()).ifPresent(level -> {
            Level after = level.withOnHand(level.reserved()).endedBy(product.sequence());
            put(Movement.Kind.WRITE_OFF, level, after, Optional.of(told.id()));
        });
    }

    /** Applies a count of what stands on the shelf, set aside or not. */
    public Outcome counted(String productId, long onHand) {
        Optional<Level> level = shelf.level(productId);
        if (level.isEmpty()) {
            return Outcome.UNKNOWN_PRODUCT;
        }
        if (level.get().deleted()) {
            return Outcome.DELETED_PRODUCT;
        }
        if (onHand < level.get().reserved()) {
            return Outcome.BELOW_RESERVED;
        }
        put(Movement.Kind.ADJUSTMENT, level.get(), level.get().withOnHand(onHand), Optional.empty());
        return Outcome.COUNTED;
    }

    /** The lines for the ledger. */
    public List<Movement> movements() {
        return movements;
    }

    /** What a person should look at. */
    public List<Alarm> alarms() {
        return alarms;
    }

    private Optional<Level> news(String productId, long sequence) {
        return shelf.level(productId).filter(level -> level.productSequence() < sequence);
    }

    /** What orders have reserved cannot be announced away. */
    private void announced(UUID eventId, Level level, long quantity, long sequence) {
        if (quantity < level.reserved()) {
            alarms.add(new Alarm(
                    level.productId(), eventId, "announced " + quantity + ", reserved are " + level.reserved()));
        }
        Movement.Kind kind = level.productSequence() == 0 ? Movement.Kind.INITIAL : Movement.Kind.ADJUSTMENT;
        Level after = level.withOnHand(Math.max(quantity, level.reserved())).following(sequence);
        put(kind, level, after, Optional.of(eventId));
    }

    private void put(Movement.Kind kind, Level before, Level after, Optional<UUID> causeEventId) {
        if (kind == Movement.Kind.INITIAL || before.available() != after.available()) {
            movements.add(Movement.onHand(kind, before, after, causeEventId));
        }
        shelf.put(after);
    }
}
