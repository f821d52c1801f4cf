package dev.orderly.payment.domain;

/**
 * What has moved, in minor units.
 *
 * @param isBooked whether the ledger knows of the capture (which may be one of 0)
 * @param capturedMinor the provider took this; 0 until it did
 * @param promisedMinor all refunds, done or under way
 * @param refundedMinor the refunds that the provider confirmed
 */
public record Sums(boolean isBooked, long capturedMinor, long promisedMinor, long refundedMinor) {

    /** Nothing has moved. */
    public static final Sums ZERO = new Sums(false, 0, 0, 0);

    /** What could still be promised back. */
    public long remainderMinor() {
        return capturedMinor - promisedMinor;
    }

    boolean isAllRefunded() {
        return isBooked && refundedMinor >= capturedMinor;
    }

    Sums captured(long minor) {
        return new Sums(true, minor, promisedMinor, refundedMinor);
    }

    Sums promised(long minor) {
        return new Sums(isBooked, capturedMinor, promisedMinor + minor, refundedMinor);
    }

    Sums refunded(long minor) {
        return new Sums(isBooked, capturedMinor, promisedMinor, refundedMinor + minor);
    }
}
