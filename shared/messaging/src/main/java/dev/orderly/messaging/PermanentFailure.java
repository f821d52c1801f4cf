package dev.orderly.messaging;

/** A handler's verdict: this event can never be handled, so it goes to the dead letters at once. */
public final class PermanentFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param why one sentence for whoever reads the dead letter */
    public PermanentFailure(String why) {
        super(why);
    }
}
