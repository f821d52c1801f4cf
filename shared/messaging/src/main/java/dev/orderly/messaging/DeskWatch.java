package dev.orderly.messaging;

import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what waits for a person, in the queues and on the desks, and has the one laid on the other. */
final class DeskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DeskWatch.class);

    private final Topology topology;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final Map<String, Desk> takers = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Long>> onDesks = new ConcurrentHashMap<>();
    private final Map<String, Long> inQueues = new ConcurrentHashMap<>();
    private final Collection<Subscription> watched = ConcurrentHashMap.newKeySet();

    DeskWatch(Topology topology) {
        this.topology = topology;
    }

    /**
     * Has the service's dead letters laid on its desk; when it is asked to take that, also what nobody wanted of what the service says, and on
     * the first such desk what no service has said.
     */
    void layOn(Desk desk, boolean unroutedToo) {
        desks.put(desk.service(), desk);
        if (unroutedToo) {
            takers.put(topology.unrouted(desk.service()), desk);
            takers.putIfAbsent(topology.unrouted(), desk);
        }
    }

    /**
     * Looks at the dead letters of these queues and then at what nobody wanted, for a queue that is missing ends the look, and most of those are
     * other services'. What cannot be counted now keeps its last count.
     */
    Future<Void> look(Generation generation, List<Subscription> subscriptions) {
        watched.addAll(subscriptions);
        Future<Void> looked = Future.succeededFuture();
        for (Subscription subscription : subscriptions) {
            String dead = topology.deadLetterQueue(subscription);
            looked = looked.compose(before -> empty(
                    generation,
                    dead,
                    desks.get(subscription.service()),
                    found -> Undelivered.dead(found, subscription)));
        }
        for (String queue : topology.unroutedQueues()) {
            looked = looked.compose(before ->
                    empty(generation, queue, takers.get(queue), found -> Undelivered.unrouted(found, topology)));
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

    /** Messages that nobody wanted, whoever said them and wherever they are. */
    long unrouted() {
        long queued = topology.unroutedQueues().stream()
                .mapToLong(queue -> inQueues.getOrDefault(queue, 0L))
                .sum();
        long kept = desks.keySet().stream()
                .mapToLong(service -> onDesk(service, Desk.UNROUTED))
                .sum();
        return queued + kept;
    }

    private long onDesk(String service, String queue) {
        return onDesks.getOrDefault(service, Map.of()).getOrDefault(queue, 0L);
    }

    /** Where nobody collects, what is there is only counted. */
    private Future<Void> empty(
            Generation generation, String queue, @Nullable Desk desk, Function<RabbitMQMessage, Undelivered> reader) {
        return count(generation, queue)
                .compose(count -> count == 0 || desk == null
                        ? Future.succeededFuture()
                        : desk.collector()
                                .collect(generation, queue, reader)
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
}
