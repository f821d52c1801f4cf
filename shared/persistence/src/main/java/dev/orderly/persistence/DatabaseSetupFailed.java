package dev.orderly.persistence;

/** Roles, schemas or tables are not as this version needs them; the process cannot start. */
public final class DatabaseSetupFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseSetupFailed(String message) {
        super(message);
    }

    DatabaseSetupFailed(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
