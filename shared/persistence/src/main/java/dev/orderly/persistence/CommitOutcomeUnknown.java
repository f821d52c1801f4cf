package dev.orderly.persistence;

/** COMMIT was sent and not answered: the work is done wholly or not at all, and only the tables know which. */
public final class CommitOutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitOutcomeUnknown(Throwable cause) {
        super("the database did not say whether it has committed", cause);
    }
}
