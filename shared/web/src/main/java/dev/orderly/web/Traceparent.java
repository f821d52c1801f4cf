package dev.orderly.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code traceparent} header (W3C Trace Context, 3.2); one that is not well formed counts as absent. */
final class Traceparent {

    private static final Pattern FORMAT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private Traceparent() {}

    static Optional<String> read(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(text -> text.length() == 55 && FORMAT.matcher(text).matches());
    }
}
