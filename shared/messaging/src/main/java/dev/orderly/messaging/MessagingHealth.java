package dev.orderly.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** How messaging fares on all event loops of a process together; each loop adds itself, anybody may ask. */
public final class MessagingHealth {

    private final List<Supplier<BrokerHealth>> loops = new CopyOnWriteArrayList<>();

    /** Adds a loop; it is asked anew each time. */
    public void add(Supplier<BrokerHealth> loop) {
        loops.add(loop);
    }

    /** Forgets a loop that is about to close. */
    public void remove(Supplier<BrokerHealth> loop) {
        loops.remove(loop);
    }

    /** Loop by loop, as of now. */
    public List<BrokerHealth> loops() {
        return loops.stream().map(Supplier::get).toList();
    }

    /** What other processes still have to work off after an outage, in words: what they will say may be old news by then. */
    public Optional<String> backlog() {
        return loops().stream().flatMap(loop -> loop.backlog().stream()).findFirst();
    }

    /**
     * Why what happens elsewhere may not have reached this process, or the other way round; empty when all is well.
     *
     * @param limit how old the oldest outbox row, and the oldest event under way, may be
     */
    public Optional<String> trouble(Duration limit) {
        return loops().stream().flatMap(loop -> loop.trouble(limit).stream()).findFirst();
    }
}
