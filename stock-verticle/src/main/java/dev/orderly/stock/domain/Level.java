package dev.orderly.stock.domain;

/**
 * How many of one product there are, as its locked row says.
 *
 * @param available can be sold
 * @param reserved set aside for orders
 * @param deducted left with completed orders
 * @param sequence rises with every change of {@code available}
 * @param productSequence the last {@code product.*} applied, 0 when none
 */
public record Level(
        String productId, long available, long reserved, long deducted, long sequence, long productSequence) {

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
        return new Level(productId, available - quantity, reserved + quantity, deducted, sequence, productSequence);
    }

    Level release(long quantity) {
        return new Level(productId, available + quantity, reserved - quantity, deducted, sequence, productSequence);
    }

    Level deduct(long quantity) {
        return new Level(productId, available, reserved - quantity, deducted + quantity, sequence, productSequence);
    }

    Level withOnHand(long onHand) {
        return new Level(productId, onHand - reserved, reserved, deducted, sequence, productSequence);
    }

    Level following(long sequenceOfProduct) {
        return new Level(productId, available, reserved, deducted, sequence, sequenceOfProduct);
    }

    /** The level to be saved over the one that was locked: a change of what can be sold is news. */
    Level after(Level locked) {
        long next = available == locked.available ? locked.sequence : locked.sequence + 1;
        return new Level(productId, available, reserved, deducted, next, productSequence);
    }
}
