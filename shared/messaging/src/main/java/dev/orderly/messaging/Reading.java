package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import io.vertx.core.buffer.Buffer;

/** What one element of a message turned out to be. */
public sealed interface Reading {

    /** An event that this version of the shop knows. */
    record Legible(Announcement<?> announcement) implements Reading {}

    /** Bytes that are no event of the shop, and why. */
    record Illegible(Buffer raw, String why) implements Reading {}
}
