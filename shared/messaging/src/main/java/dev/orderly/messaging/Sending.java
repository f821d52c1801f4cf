package dev.orderly.messaging;

import io.vertx.core.Promise;

/** A message that the publishing client answers for, until the broker has confirmed it. */
final class Sending {

    private final Outgoing message;
    private final Runnable published;
    private final Promise<Void> confirmed;
    private final Backoff pauses = new Backoff(1_000, 30_000);
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

    /** How long to wait before it is tried again, after it has ended a connection. */
    long nextPauseMs() {
        return pauses.nextMs();
    }

    void sentAt(long nanos) {
        sentNanos = nanos;
    }

    long sentNanos() {
        return sentNanos;
    }
}
