package dev.orderly.service;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.MessagingHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether events are handled so late that taking in more orders would only make everybody wait longer. One old event, replayed by a person
 * for instance, is not enough: it has to be so at several looks in a row. While the broker is away nothing is late, orders wait in the outbox.
 */
public final class Lateness {

    /** How often {@link #look} is to be called. */
    public static final long PERIOD_MS = 500;

    private static final int LOOKS = 4;

    private final MessagingHealth messaging;
    private final Duration limit;
    private int lateLooks;

    /** Late is what is handled later than this. */
    public Lateness(MessagingHealth messaging, Duration limit) {
        this.messaging = messaging;
        this.limit = limit;
    }

    /** Looks how late the events are now. */
    public void look() {
        List<BrokerHealth> loops = messaging.loops();
        boolean late = loops.stream().allMatch(BrokerHealth::isWell)
                && loops.stream().anyMatch(loop -> loop.lag().compareTo(limit) > 0);
        lateLooks = late ? lateLooks + 1 : 0;
    }

    /** Why nothing more is taken in; empty when all is well. */
    public Optional<String> reason() {
        return lateLooks < LOOKS
                ? Optional.empty()
                : Optional.of(
                        "Orders are handled more than " + limit.toSeconds() + " s late. Nothing was done. Try again.");
    }
}
