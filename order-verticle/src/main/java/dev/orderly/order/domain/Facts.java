package dev.orderly.order.domain;

/**
 * What the order service was told about an order, whatever its status: the status alone cannot decide.
 *
 * @param reserved stock holds its lines, or did
 * @param released stock holds them no longer
 * @param deducted they have left the shelf
 * @param captured money was taken
 * @param refundedMinor how much of it went back, in minor units
 * @param cancelRequested somebody wants it cancelled
 * @param settledByHand a person says that it is paid; no payment is on record
 */
public record Facts(
        boolean reserved,
        boolean released,
        boolean deducted,
        boolean captured,
        long refundedMinor,
        boolean cancelRequested,
        boolean settledByHand) {

    /** Of a new order nothing is known. */
    public static final Facts NONE = new Facts(false, false, false, false, 0, false, false);

    /** These facts and what this event brings: also what must have been before it, should the word of that be lost. */
    public Facts and(Heard heard) {
        return switch (heard.cause()) {
            case STOCK_RESERVED ->
                new Facts(true, released, deducted, captured, refundedMinor, cancelRequested, settledByHand);
            case STOCK_RELEASED ->
                new Facts(true, true, deducted, captured, refundedMinor, cancelRequested, settledByHand);
            case STOCK_DEDUCTED ->
                new Facts(true, released, true, captured, refundedMinor, cancelRequested, settledByHand);
            case PAYMENT_SUCCESSFUL ->
                new Facts(reserved, released, deducted, true, refundedMinor, cancelRequested, settledByHand);
            case PAYMENT_REFUNDED -> refunded(heard.amountMinor());
            case CANCEL -> new Facts(reserved, released, deducted, captured, refundedMinor, true, settledByHand);
            case PATCH_PAID -> new Facts(reserved, released, deducted, captured, refundedMinor, cancelRequested, true);
            default -> this;
        };
    }

    private Facts refunded(long amountMinor) {
        long refunded = Math.addExact(refundedMinor, amountMinor);
        return new Facts(reserved, released, deducted, true, refunded, cancelRequested, settledByHand);
    }
}
