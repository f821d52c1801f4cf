package dev.orderly.messaging;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the environment names for the tests: one value, or one for each process that tests at the same time. */
final class Given {

    private static final Pattern SPACES = Pattern.compile(" +");

    private Given() {}

    /** Ours, if there is any. */
    static Optional<String> value(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(values -> !values.isBlank())
                .map(values -> SPACES.splitAsStream(values.strip()).toList())
                .map(all -> all.get((Integer.getInteger("orderly.fork", 1) - 1) % all.size()));
    }
}
