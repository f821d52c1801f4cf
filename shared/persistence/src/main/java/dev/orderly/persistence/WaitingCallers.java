package dev.orderly.persistence;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Who waits for a connection of one pool, and since when; may be asked by any thread. */
final class WaitingCallers {

    private final int most;
    private final Duration patience;
    private final AtomicLong arrivals = new AtomicLong();
    private final NavigableMap<Long, Long> sinceNanos = new ConcurrentSkipListMap<>();

    /** So many may wait, and it is too long for one of them when it takes longer than this. */
    WaitingCallers(int most, Duration patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Counts a caller as waiting until this completes. */
    <T> Future<T> watch(Future<T> connection) {
        long arrival = arrivals.incrementAndGet();
        sinceNanos.put(arrival, System.nanoTime());
        return connection.andThen(answered -> sinceNanos.remove(arrival));
    }

    /** Why the next caller would be refused, or would wait too long; empty when all is well. */
    Optional<String> trouble() {
        Map.Entry<Long, Long> first = sinceNanos.firstEntry();
        int waiting = sinceNanos.size();
        if (first == null || (waiting < most && !isLong(first.getValue()))) {
            return Optional.empty();
        }
        return Optional.of(
                waiting < most
                        ? "somebody has waited too long for a connection, " + waiting + " wait in all"
                        : waiting + " wait for a connection, all others are turned away");
    }

    private boolean isLong(long since) {
        return System.nanoTime() - since > patience.toNanos();
    }
}
