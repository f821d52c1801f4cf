package dev.orderly.persistence;

/** No connection, or no answer on it, within the time a client waits; what was on the wire was not committed by us. */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailable(String message) {
        super(message);
    }

    DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
