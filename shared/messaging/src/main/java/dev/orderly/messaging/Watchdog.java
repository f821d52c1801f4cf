package dev.orderly.messaging;

import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the queues from outside, over a connection of its own, because asking for a queue that is missing closes the channel; the next
 * connection declares it anew. Counts what waits, and has a consumer replaced that stays idle before a queue with messages.
 */
final class Watchdog {

    private static final long PERIOD_MS = 3_000;

    private final ContextInternal owner;
    private final Consumer consumer;
    private final DeskWatch desks;
    private final Connector connector;
    private final Map<String, Long> idleAt = new HashMap<>();
    private final Map<String, Long> ready = new ConcurrentSkipListMap<>();
    private final Backlog backlog = new Backlog();
    private List<String> shop = List.of();
    private boolean looking;
    private boolean missed;
    private @Nullable Long timer;

    Watchdog(ContextInternal owner, BrokerSettings settings, Topology topology, Consumer consumer, DeskWatch desks) {
        this.owner = owner;
        this.consumer = consumer;
        this.desks = desks;
        this.connector = new Connector(owner, settings, "watch", generation -> declareMissing(topology, generation));
    }

    void start() {
        if (timer == null) {
            timer = owner.setPeriodic(PERIOD_MS, due -> look());
            connector.start().onComplete(ready -> look());
        }
    }

    Future<Void> stop() {
        if (timer != null) {
            owner.owner().cancelTimer(timer);
        }
        return connector.stop();
    }

    /** What waits in each queue consumed here, not counting what is in hand. */
    Map<String, Long> ready() {
        return Map.copyOf(ready);
    }

    /** Looks from now on also at these queues, whoever consumes them. */
    void lookAtShop(List<String> queues) {
        shop = List.copyOf(queues);
    }

    /** Which queue of the shop is being worked off after an outage; empty when none is, as far as it is looked at. */
    Optional<String> backlog() {
        return backlog.reason();
    }

    private void look() {
        connector.current().filter(ready -> !looking).ifPresent(generation -> {
            looking = true;
            lookAt(generation).onFailure(failure -> missed = true).onComplete(done -> looking = false);
        });
    }

    /** The connections that publish and consume have declared everything; only what has gone since is declared here. */
    private Future<Void> declareMissing(Topology topology, Generation generation) {
        if (!missed) {
            return Future.succeededFuture();
        }
        missed = false;
        return topology.declare(generation);
    }

    private Future<Void> lookAt(Generation generation) {
        Future<Void> looked = Future.succeededFuture();
        for (QueueConsumer queue : consumer.queues()) {
            looked = looked.compose(before -> lookAt(generation, queue));
        }
        return looked.compose(done -> lookAtShop(generation)).compose(done -> desks.look(generation, subscriptions()));
    }

    private Future<Void> lookAtShop(Generation generation) {
        Future<Void> looked = Future.succeededFuture();
        for (String queue : shop) {
            looked = looked.compose(before -> count(generation, queue)).map(waiting -> {
                backlog.note(queue, waiting);
                return null;
            });
        }
        return looked;
    }

    private List<Subscription> subscriptions() {
        return consumer.queues().stream().map(QueueConsumer::subscription).toList();
    }

    private Future<Void> lookAt(Generation generation, QueueConsumer queue) {
        return count(generation, queue.queue())
                .onFailure(missing -> consumer.recycle(queue.queue() + " cannot be looked at"))
                .map(waiting -> judge(queue, waiting));
    }

    private static Future<Long> count(Generation generation, String queue) {
        return generation.call(client -> client.messageCount(queue));
    }

    /** Two looks in a row at an idle consumer with messages before it, and not one delivered in between. */
    private @Nullable Void judge(QueueConsumer queue, long waiting) {
        ready.put(queue.queue(), waiting);
        boolean suspicious = waiting > 0 && queue.isIdle() && consumer.isConsuming();
        Long before = suspicious ? idleAt.put(queue.queue(), queue.delivered()) : idleAt.remove(queue.queue());
        if (suspicious && before != null && before == queue.delivered()) {
            idleAt.clear();
            consumer.recycle(queue.queue() + " has messages and delivers none");
        }
        return null;
    }
}
