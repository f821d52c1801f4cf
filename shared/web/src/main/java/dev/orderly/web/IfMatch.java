package dev.orderly.web;

import java.util.List;
import java.util.Optional;

/**
 * What a client expects of the thing that it changes: the header {@code If-Match} (RFC 9110, section 13.1.1), so that it does not write
 * over what it has not seen. Ask it where the row is locked; without the header anything is expected.
 */
public final class IfMatch {

    private static final TagList ANYTHING = new TagList(true, List.of(), List.of());

    private final TagList expected;

    private IfMatch(TagList expected) {
        this.expected = expected;
    }

    /** @throws Problem 400 when the header is not well formed */
    static IfMatch read(Optional<String> header) {
        return new IfMatch(header.map(IfMatch::tags).orElse(ANYTHING));
    }

    private static TagList tags(String header) {
        return TagList.read(header)
                .orElseThrow(() -> Problem.validation("If-Match", "must be * or entity tags, as in \"3\", \"4\""));
    }

    /** Ends the change unless the thing is as expected. @throws Problem 412 when it is another version by now */
    public void require(EntityTag present) {
        if (!expected.any() && expected.strong().stream().noneMatch(present::isVersionOf)) {
            throw Problem.preconditionFailed(present);
        }
    }
}
