package dev.orderly.order.domain;

/** What a customer has ordered and not paid: so many orders, so many pieces in them. */
public record Unpaid(long orders, long units) {

    /** Nothing. */
    public static final Unpaid NOTHING = new Unpaid(0, 0);

    static Unpaid of(PlaceOrder command) {
        return new Unpaid(1, command.units());
    }

    Unpaid plus(Unpaid more) {
        return new Unpaid(orders + more.orders, Math.addExact(units, more.units));
    }
}
