package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;

/** What can happen to an order; the rows of the state table. */
public enum Cause {
    STOCK_RESERVED("stock.reserved"),
    STOCK_NOT_RESERVED("stock.not-reserved"),
    STOCK_RELEASED("stock.released"),
    STOCK_DEDUCTED("stock.deducted"),
    PAYMENT_INITIATED("payment.initiated"),
    PAYMENT_SUCCESSFUL("payment.successful"),
    PAYMENT_FAILED("payment.failed"),
    PAYMENT_REFUNDED("payment.refunded"),
    CANCEL("cancel"),
    HALF_DEADLINE("half the deadline"),
    DEADLINE("deadline"),
    ORDER_SHIPPED("order.shipped"),
    ORDER_DELIVERED("order.delivered"),
    SHIPMENT_STOPPED("shipment.stopped"),
    PATCH_PAID("PATCH paid"),
    PATCH_SHIPPED("PATCH shipped"),
    PATCH_DELIVERED("PATCH delivered");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    /** The event's wire name, or what a person or the clock did. */
    public String label() {
        return label;
    }

    /** The row for moving an order by hand. @throws IllegalArgumentException for a status to which nobody moves an order so */
    public static Cause patching(Status to) {
        return switch (to) {
            case PAID -> PATCH_PAID;
            case SHIPPED -> PATCH_SHIPPED;
            case DELIVERED -> PATCH_DELIVERED;
            default -> throw new IllegalArgumentException("nobody sets an order to " + to.label());
        };
    }

    /** Whether this can happen in a shop that runs its saga so. */
    public boolean occursIn(Flow flow) {
        return switch (this) {
            case ORDER_SHIPPED, ORDER_DELIVERED, SHIPMENT_STOPPED -> flow.fulfilment() == Fulfilment.SHIPPING;
            case PATCH_SHIPPED, PATCH_DELIVERED -> flow.fulfilment() == Fulfilment.MANUAL;
            case PATCH_PAID -> flow.trigger() == PaymentTrigger.MANUAL;
            default -> true;
        };
    }
}
