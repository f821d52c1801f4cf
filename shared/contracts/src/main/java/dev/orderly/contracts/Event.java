package dev.orderly.contracts;

/** A fact that one service tells the others; its record's components are the {@code data} of the CloudEvent. */
public interface Event {

    /** What the event is about, the CloudEvents {@code subject}: an order's id, or a product's. */
    String subject();
}
