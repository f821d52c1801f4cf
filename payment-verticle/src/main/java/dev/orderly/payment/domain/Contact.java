package dev.orderly.payment.domain;

/** How far the provider knows of a payment. */
public enum Contact {
    /** It was never called. */
    UNSENT,
    /** That it may have been called is on record; its answer is not. */
    SENT,
    /** The time limit has passed, and it is still asked what became of the payment. */
    ASKING,
    /** Nothing more is expected from it. */
    SETTLED
}
