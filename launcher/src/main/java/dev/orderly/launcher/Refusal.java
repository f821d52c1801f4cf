package dev.orderly.launcher;

import java.util.List;

/** Why a command does not do what was asked, in sentences for the person who typed it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient List<String> lines;

    private Refusal(int exitCode, List<String> lines, Throwable cause) {
        super(String.join("; ", lines), cause);
        this.exitCode = exitCode;
        this.lines = lines;
    }

    /** Every mistake in what was given: each names itself and what is allowed. */
    static Refusal wrongInput(List<String> mistakes) {
        return new Refusal(Main.EXIT_WRONG_INPUT, mistakes, new IllegalArgumentException());
    }

    /** It cannot be done, for this reason. */
    static Refusal cannot(String sentence) {
        return cannot(sentence, new IllegalStateException(sentence));
    }

    /** The surroundings do not allow it: a port in use, no rights on a folder. */
    static Refusal cannot(String sentence, Throwable cause) {
        return new Refusal(Main.EXIT_FAILED, List.of(sentence), cause);
    }

    /** The refusal in a failure's chain of causes, or one that states the failure. */
    static Refusal of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        return cannot(failure.getMessage() == null ? failure.toString() : failure.getMessage(), failure);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }
}
