package dev.orderly.payment.domain;

/** What a payment that has come due needs of the provider. */
public enum Resumption {
    /** Call it, with the payment's id as key. */
    CALL,
    /** Ask it what became of that key. */
    ASK,
    /** Leave it alone. */
    NOTHING
}
