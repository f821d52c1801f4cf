package dev.orderly.messaging;

/** The broker will never take this message: too large, or malformed. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refused(String why) {
        super(why);
    }
}
