package dev.orderly.order.domain;

/**
 * How much a customer may have ordered without having paid, so that nobody keeps others from the shelf for nothing.
 *
 * @param orders how many orders at most; 0 sets no limit
 * @param units how many pieces in all of them; 0 sets no limit
 */
public record UnpaidLimit(int orders, long units) {

    /** No batch waits for others while a customer would be so far from the limit. */
    private static final int FAR = 8;

    /** No limit at all. */
    public static final UnpaidLimit NONE = new UnpaidLimit(0, 0);

    /** Whether anything is limited. */
    public boolean isSet() {
        return orders > 0 || units > 0;
    }

    /** Whether a customer may have so much. */
    boolean covers(Unpaid unpaid) {
        return (orders == 0 || unpaid.orders() <= orders) && (units == 0 || unpaid.units() <= units);
    }

    /** Whether it is so little that eight batches of it at the same time would stay within the limit. */
    boolean isFarFrom(Unpaid unpaid) {
        return covers(new Unpaid(unpaid.orders() * FAR, unpaid.units() * FAR));
    }

    /** The limit in words. */
    String words() {
        String allOrders = orders == 0 ? "" : orders + " orders";
        String allUnits = units == 0 ? "" : units + " pieces";
        return allOrders + (orders == 0 || units == 0 ? "" : " and ") + allUnits;
    }
}
