package dev.orderly.messaging;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The context's one consuming client: a connection of its own, so that a blocked publisher never stops the consumers. */
final class Consumer {

    private static final long MAX_WAIT_SECONDS = 3;

    private final BrokerSettings settings;
    private final Connector connector;
    private final List<QueueConsumer> queues = new CopyOnWriteArrayList<>();
    private boolean started;

    Consumer(ContextInternal owner, BrokerSettings settings) {
        this.settings = settings;
        this.connector = new Connector(owner, settings, "consume", this::subscribe);
    }

    /** Connects with the first queue; later ones join the connection that is there. */
    void add(List<QueueConsumer> more) {
        queues.addAll(more);
        if (!started && !queues.isEmpty()) {
            started = true;
            connector.start().onComplete(ready -> {});
        }
        connector.current().ifPresent(generation -> subscribe(generation).onFailure(generation::end));
    }

    boolean isConsuming() {
        return connector.current().isPresent();
    }

    /** Why it is not connected; empty when it is. */
    Optional<String> away() {
        return connector.away();
    }

    List<QueueConsumer> queues() {
        return queues;
    }

    /** The worst queue's lag. */
    Duration lag() {
        return queues.stream().map(QueueConsumer::lag).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** How many messages of all queues are here that are not acknowledged. */
    int inHand() {
        return queues.stream().mapToInt(QueueConsumer::inHand).sum();
    }

    /** Has the connection replaced: it delivers no more although it seems well. */
    void recycle(String why) {
        connector.current().ifPresent(generation -> generation.end(new IllegalStateException(why)));
    }

    /** Cancels, finishes the batches under way, acknowledges, and closes; a batch that takes longer than three seconds comes again. */
    Future<Void> stop() {
        Optional<Generation> generation = connector.current();
        return Future.join(queues.stream().map(queue -> queue.stop(generation)).toList())
                .timeout(MAX_WAIT_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty()
                .compose(quiet -> connector.stop());
    }

    /** Queues may be added while the first ones are being subscribed to. */
    private Future<Void> subscribe(Generation generation) {
        return queues.stream()
                .filter(queue -> !queue.isSubscribedOn(generation))
                .findFirst()
                .map(queue -> subscribe(generation, queue).compose(done -> subscribe(generation)))
                .orElseGet(Future::succeededFuture);
    }

    /** The prefetch is set on every generation anew; it counts for the consumers that come after it. */
    private Future<Void> subscribe(Generation generation, QueueConsumer queue) {
        queue.belongsTo(generation);
        int prefetch = settings.prefetch() * (generation.limitsPerChannel() ? queues.size() : 1);
        return generation.call(client -> client.basicQos(prefetch)).compose(limited -> queue.subscribe(generation));
    }
}
