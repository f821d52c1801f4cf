package dev.orderly.contracts;

import java.util.UUID;

/** An event about one order. */
public interface AboutOrder extends Event {

    /** Which order. */
    UUID orderId();

    @Override
    default String subject() {
        return orderId().toString();
    }

    /** What it says beyond its name, for a line of the log: words of the shop, never a person's. Empty when the name says it all. */
    default String gist() {
        return "";
    }
}
