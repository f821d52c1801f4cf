package dev.orderly.stock.domain;

/**
 * How many of one product there are, as its locked row says.
 *
 * @param available can be sold
 * @param reserved set aside for orders
 * @param deducted left with completed orders
 * @param sequence rises with every change of {@code available}
 * @param productSequence of the last {@code product.*} applied, 0 when none
 * @param deleted whether the catalog sells it no longer: what comes back of it is written off
 */
public record Level(
        String productId,
        long available,
        long reserved,
        long deducted,
        long sequence,
        long productSequence,
        boolean deleted) {

    public Level {
        if (available < 0 || reserved < 0 || deducted < 0) {
            throw new IllegalStateException("stock of " + productId + " would go below zero");
        }
    }

    /** What stands on the shelf, set aside or not. */
    public long onHand() {
        return Math.addExact(available, reserved);
    }

    /** Whether so many can be sold. */
    public boolean covers(long quantity) {
        return quantity <= available;
    }

    Level reserve(long quantity) {
        return moved(available - quantity, reserved + quantity, deducted);
    }

    Level release(long quantity) {
        return moved(available + quantity, reserved - quantity, deducted);
    }

    Level deduct(long quantity) {
        return moved(available, reserved - quantity, deducted + quantity);
    }

    Level writeOff(long quantity) {
        return moved(available - quantity, reserved, deducted);
    }

    Level withOnHand(long onHand) {
        return moved(onHand - reserved, reserved, deducted);
    }

    Level following(long sequenceOfProduct) {
        return new Level(productId, available, reserved, deducted, sequence, sequenceOfProduct, false);
    }

    Level endedBy(long sequenceOfProduct) {
        return new Level(productId, available, reserved, deducted, sequence, sequenceOfProduct, true);
    }

    /** The level to be saved over the one that was locked: a change of what can be sold is news. */
    Level after(Level locked) {
        long next = available == locked.available ? locked.sequence : locked.sequence + 1;
        return new Level(productId, available, reserved, deducted, next, productSequence, deleted);
    }

    private Level moved(long nowAvailable, long nowReserved, long nowDeducted) {
        return new Level(productId, nowAvailable, nowReserved, nowDeducted, sequence, productSequence, deleted);
    }
}
