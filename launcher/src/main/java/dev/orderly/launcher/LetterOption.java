package dev.orderly.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about: those that meet all of it. */
final class LetterOption {

    @Option(names = "--queue", paramLabel = "NAME", description = "Of this queue; also: unrouted, outbox.")
    private @Nullable String queue;

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "unreadable, refused, failing, crashing, unrouted or parked.")
    private @Nullable String cause;

    @Option(names = "--order", paramLabel = "ID", description = "About this order (or product).")
    private @Nullable String orderId;

    @Option(names = "--older-than", paramLabel = "TIME", description = "Given up at least so long ago (PT5M, 30m).")
    private @Nullable String olderThan;

    /** What was said, as the management port names it. */
    Map<String, String> criteria() {
        Map<String, String> criteria = new LinkedHashMap<>();
        put(criteria, "queue", queue);
        put(criteria, "cause", cause);
        put(criteria, "orderId", orderId);
        put(criteria, "olderThan", olderThan);
        return criteria;
    }

    private static void put(Map<String, String> criteria, String name, @Nullable String value) {
        if (value != null) {
            criteria.put(name, value);
        }
    }
}
