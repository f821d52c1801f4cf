package dev.orderly.payment.domain;

/** What can happen to a payment: the rows of its table. */
public enum Occasion {
    /** The event that the shop's flow starts payments with. */
    TRIGGERED,
    /** The order was cancelled or has failed. */
    ORDER_ENDED,
    /** The provider says that it has the money. */
    CAPTURED,
    /** The provider says that it will not take the money. */
    DECLINED,
    /** The provider has said nothing for too long. */
    TIMED_OUT,
    /** Somebody asks for money back. */
    REFUND_ASKED,
    /** The provider says that the money went back. */
    REFUNDED,
    /** A row that a crash, or a provider's silence, left behind has come due. */
    PICKED_UP
}
