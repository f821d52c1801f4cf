package dev.orderly.messaging;

import io.vertx.core.Promise;

/** A message that the publishing client answers for, until the broker has confirmed it. */
final class Sending {

    private final Outgoing message;
    private final Runnable published;
    private final Promise<Void> confirmed;
    private boolean suspect;
    private long sentNanos;

    Sending(Outgoing message, Runnable published, Promise<Void> confirmed) {
        this.message = message;
        this.published = published;
        this.confirmed = confirmed;
    }

    Outgoing message() {
        return message;
    }

    Runnable published() {
        return published;
    }

    Promise<Void> confirmed() {
        return confirmed;
    }

    /** Whether it was under way when the broker closed the channel over a message: it travels alone from then on. */
    boolean isSuspect() {
        return suspect;
    }

    void suspected() {
        suspect = true;
    }

    void sentAt(long nanos) {
        sentNanos = nanos;
    }

    long sentNanos() {
        return sentNanos;
    }
}
