package dev.orderly.payment.domain;

/** What the payment service does about an occasion: the cells of its table. */
public enum Move {
    /** A new payment is pending, and announced. */
    OPEN,
    /** The order ended before its payment began: a tombstone keeps it from beginning. */
    BURY,
    /** Never sent: void. Sent: unwanted, its outcome is still to come. */
    WITHDRAW,
    /** Captured and announced; unwanted, it is refunded instead. */
    CAPTURE,
    /** Failed and announced; unwanted, it is void instead. */
    DECLINE,
    /** Failed for {@code timeout} and announced; once sent, the provider is asked on. */
    GIVE_UP,
    /** Late money: booked, and all of it goes back. */
    BOOK_AND_REFUND,
    /** The same for a payment that never should have been taken: somebody has to look. */
    ALARM_BOOK_AND_REFUND,
    /** What is not yet refunded, or being refunded, goes back. */
    REFUND_REMAINDER,
    /** At most the remainder goes back on request. */
    GRANT_REFUND,
    /** There is no such payment to refund. */
    UNKNOWN,
    /** A payment that has no money cannot give any back. */
    CONFLICT,
    /** More than the remainder was asked for. */
    EXCESS,
    /** The refund is booked and announced; with nothing left, the payment is refunded. */
    SETTLE_REFUND,
    /** The outcome is announced again, same event, same id. */
    REPEAT_OUTCOME,
    /** The refunds are announced again. */
    REPEAT_REFUNDS,
    /** The outcome and the refunds are announced again. */
    REPEAT_ALL,
    /** The provider is called again with the same key. */
    CALL_AGAIN,
    /** Refunds that are under way are taken up again. */
    RESUME_REFUNDS,
    /** The provider is asked what became of it, and refunds are taken up again. */
    ASK_AND_RESUME,
    /** Impossible: nothing is done, somebody has to look. */
    ALARM,
    /** Nothing to do. */
    NOTHING,
    /** Cannot occur, unless two instances worked on one payment: nothing to do. */
    NEVER
}
