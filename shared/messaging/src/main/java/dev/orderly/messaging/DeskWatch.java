package dev.orderly.messaging;

import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what waits for a person, in the queues and on the desks, and has the one laid on the other. */
final class DeskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DeskWatch.class);

    /** So many looks in a row may pass over what others have said. */
    private static final int LOOKS_AWAY = 100;

    private final Topology topology;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Long>> onDesks = new ConcurrentHashMap<>();
    private final Map<String, Long> inQueues = new ConcurrentHashMap<>();
    private final Collection<Subscription> watched = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Desk forUnrouted;
    private int saidByOthers;
    private int looksAway;

    DeskWatch(Topology topology) {
        this.topology = topology;
    }

    /** Has the service's dead letters laid on its desk; on the first desk also what nobody wanted, when it is asked to take that. */
    void layOn(Desk desk, boolean unroutedToo) {
        desks.put(desk.service(), desk);
        if (unroutedToo && forUnrouted == null) {
            forUnrouted = desk;
        }
    }

    /** Looks at {@code unrouted} and at the dead letters of these queues; what cannot be counted now keeps its last count. */
    Future<Void> look(Generation generation, List<Subscription> subscriptions) {
        watched.addAll(subscriptions);
        Future<Void> looked = empty(
                generation,
                topology.unrouted(),
                Optional.ofNullable(forUnrouted).map(desk -> () -> collectUnrouted(generation, desk)));
        for (Subscription subscription : subscriptions) {
            looked = looked.compose(before -> empty(
                    generation,
                    topology.deadLetterQueue(subscription),
                    Optional.ofNullable(desks.get(subscription.service()))
                            .map(desk -> () -> desk.collector().collect(generation, subscription))));
        }
        return looked.compose(collected -> countDesks());
    }

    /** Dead letters by dead letter queue, wherever they are; empty ones left out. */
    Map<String, Long> deadLetters() {
        Map<String, Long> counts = new ConcurrentSkipListMap<>();
        for (Subscription subscription : watched) {
            String dead = topology.deadLetterQueue(subscription);
            long count = inQueues.getOrDefault(dead, 0L) + onDesk(subscription.service(), subscription.queue());
            if (count > 0) {
                counts.put(dead, count);
            }
        }
        return Map.copyOf(counts);
    }

    /** Messages that nobody wanted, wherever they are. */
    long unrouted() {
        Desk desk = forUnrouted;
        long kept = desk == null ? 0 : onDesk(desk.service(), Desk.UNROUTED);
        return inQueues.getOrDefault(topology.unrouted(), 0L) + kept;
    }

    private long onDesk(String service, String queue) {
        return onDesks.getOrDefault(service, Map.of()).getOrDefault(queue, 0L);
    }

    /**
     * What others have said is left in peace until its number changes, for brokers count how often a message was put back; but not for ever,
     * for one of ours may have come when one of theirs went.
     */
    private Future<Void> collectUnrouted(Generation generation, Desk desk) {
        if (inQueues.getOrDefault(topology.unrouted(), 0L) == saidByOthers && ++looksAway < LOOKS_AWAY) {
            return Future.succeededFuture();
        }
        looksAway = 0;
        return desk.collector().collectUnrouted(generation, desks.keySet()).map(others -> {
            saidByOthers = others;
            return null;
        });
    }

    /** Where nobody collects, what is there is only counted. */
    private Future<Void> empty(Generation generation, String queue, Optional<Collecting> collecting) {
        return count(generation, queue)
                .compose(count -> count == 0 || collecting.isEmpty()
                        ? Future.succeededFuture()
                        : collecting
                                .get()
                                .collect()
                                .transform(tried -> count(generation, queue))
                                .mapEmpty());
    }

    private Future<Long> count(Generation generation, String queue) {
        return generation.call(client -> client.messageCount(queue)).map(count -> {
            inQueues.put(queue, count);
            return count;
        });
    }

    private Future<Void> countDesks() {
        return Future.join(desks.values().stream().map(this::count).toList()).mapEmpty();
    }

    private Future<Void> count(Desk desk) {
        return desk.waiting()
                .<Void>map(counts -> {
                    onDesks.put(desk.service(), counts);
                    return null;
                })
                .otherwise(failure -> {
                    LOG.debug("{}: the desk cannot be counted now: {}", desk.service(), EventJson.brief(failure));
                    return null;
                });
    }

    /** A collection that is due. */
    private interface Collecting {
        Future<Void> collect();
    }
}
