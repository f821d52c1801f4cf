package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sets what is on hand of products, on a shelf locked for it: first as the catalog announced them, later as a person counted. */
public final class Stocktaking {

    /** What became of a count. */
    public enum Outcome {
        COUNTED,
        UNKNOWN_PRODUCT,
        BELOW_RESERVED
    }

    private final Shelf shelf;
    private final List<Movement> movements = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();

    /** A stocktaking on this shelf. */
    public Stocktaking(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Applies what is absolute and may come twice or late; what orders have reserved cannot be announced away. */
    public void announced(Announcement<ProductCreated> created) {
        ProductCreated product = created.event();
        shelf.level(product.productId())
                .filter(level -> level.productSequence() < product.sequence())
                .ifPresent(level -> apply(created, level));
    }

    /** Applies a count of what stands on the shelf, set aside or not. */
    public Outcome counted(String productId, long onHand) {
        Optional<Level> level = shelf.level(productId);
        if (level.isEmpty()) {
            return Outcome.UNKNOWN_PRODUCT;
        }
        if (onHand < level.get().reserved()) {
            return Outcome.BELOW_RESERVED;
        }
        if (onHand != level.get().onHand()) {
            put(Movement.Kind.ADJUSTMENT, level.get(), level.get().withOnHand(onHand), Optional.empty());
        }
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

    private void apply(Announcement<ProductCreated> created, Level level) {
        long quantity = created.event().quantity();
        if (quantity < level.reserved()) {
            alarms.add(new Alarm(
                    level.productId(), created.id(), "announced " + quantity + ", reserved are " + level.reserved()));
        }
        Movement.Kind kind = level.productSequence() == 0 ? Movement.Kind.INITIAL : Movement.Kind.ADJUSTMENT;
        Level after = level.withOnHand(Math.max(quantity, level.reserved()))
                .following(created.event().sequence());
        put(kind, level, after, Optional.of(created.id()));
    }

    private void put(Movement.Kind kind, Level before, Level after, Optional<UUID> causeEventId) {
        movements.add(Movement.onHand(kind, before, after, causeEventId));
        shelf.put(after);
    }
}
