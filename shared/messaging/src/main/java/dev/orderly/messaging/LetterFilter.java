package dev.orderly.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Which of the waiting letters are meant: those that meet all of it.
 *
 * @param ids only these; empty for any
 * @param queue only of this queue, named with or without {@code .dead}
 * @param cause only these
 * @param orderId only what is about this order or product
 * @param olderThan only what was given up at least so long ago
 * @param limit at most so many
 */
public record LetterFilter(
        Set<UUID> ids,
        Optional<String> queue,
        Optional<String> cause,
        Optional<String> orderId,
        Duration olderThan,
        int limit) {

    private static final String DEAD = ".dead";

    /** All of them, at most so many. */
    public static LetterFilter all(int limit) {
        return new LetterFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, limit);
    }

    /** The one with that id, and no other. */
    public static LetterFilter only(UUID id) {
        return new LetterFilter(Set.of(id), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, 1);
    }

    /** Whether it leaves any out, the limit apart. */
    public boolean narrows() {
        return !ids.isEmpty() || queue.isPresent() || cause.isPresent() || orderId.isPresent() || !olderThan.isZero();
    }

    /** The queue without its suffix; empty for any. */
    String queueName() {
        return queue.map(name -> name.endsWith(DEAD) ? name.substring(0, name.length() - DEAD.length()) : name)
                .orElse("");
    }

    /** In words, for the journal. */
    String inWords() {
        StringBuilder words = new StringBuilder();
        queue.ifPresent(name -> words.append("queue ").append(name).append(' '));
        cause.ifPresent(why -> words.append("cause ").append(why).append(' '));
        orderId.ifPresent(order -> words.append("order ").append(order).append(' '));
        if (!olderThan.isZero()) {
            words.append("older than ").append(olderThan).append(' ');
        }
        if (!ids.isEmpty()) {
            words.append("ids ").append(new TreeSet<>(ids));
        }
        return narrows() ? words.toString().strip() : "all";
    }
}
