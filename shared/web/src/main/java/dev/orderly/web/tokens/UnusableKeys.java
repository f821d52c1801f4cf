package dev.orderly.web.tokens;

/** Keys by which no token may be checked; the message says what is wrong with them. */
public final class UnusableKeys extends RuntimeException {

    UnusableKeys(String message) {
        super(message);
    }
}
