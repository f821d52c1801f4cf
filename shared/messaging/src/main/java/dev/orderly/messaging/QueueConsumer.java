package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Subscription;
import dev.orderly.faults.FaultPoint;
import dev.orderly.messaging.Delivery.Arrived;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.rabbitmq.QueueOptions;
import io.vertx.rabbitmq.RabbitMQConsumer;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue as this context hears it. One batch is under way; what arrives meanwhile makes up the next one. It outlives the generations
 * that deliver to it.
 */
final class QueueConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    private final ContextInternal owner;
    private final Subscription subscription;
    private final Topology topology;
    private final int maxBatch;
    private final EventCodec codec;
    private final Handling handling;
    private final SetAside aside;
    private final Clock clock;
    private final Deque<Delivery> buffer = new ArrayDeque<>();
    private final Set<Delivery> inHand = new HashSet<>();
    private @Nullable Generation subscribedOn;
    private @Nullable RabbitMQConsumer consumer;
    private @Nullable Promise<Void> idle;
    private Optional<Instant> oldestInHand = Optional.empty();
    private boolean busy;
    private long delivered;

    QueueConsumer(
            ContextInternal owner,
            Subscription subscription,
            Topology topology,
            BrokerSettings settings,
            EventCodec codec,
            Handling handling,
            SetAside aside,
            Clock clock) {
        this.owner = owner;
        this.subscription = subscription;
        this.topology = topology;
        this.maxBatch = settings.maxBatch();
        this.codec = codec;
        this.handling = handling;
        this.aside = aside;
        this.clock = clock;
    }

    Subscription subscription() {
        return subscription;
    }

    String queue() {
        return topology.queue(subscription);
    }

    /** How many messages have come since the start; tells the watchdog of progress. */
    long delivered() {
        return delivered;
    }

    /** How many messages are here that are not acknowledged. */
    int inHand() {
        return inHand.size();
    }

    /** Whether nothing is here to be handled. */
    boolean isIdle() {
        return !busy && inHand.isEmpty();
    }

    /** The age of the oldest event being handled; zero when there is none. */
    Duration lag() {
        return oldestInHand.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
    }

    /** Says on which generation it is about to be subscribed, so that nobody else does it too. */
    void belongsTo(Generation generation) {
        subscribedOn = generation;
    }

    boolean isSubscribedOn(Generation generation) {
        return generation.equals(subscribedOn);
    }

    /** Declares the queue, lest it was deleted, and consumes it; what an earlier generation delivered is delivered again. */
    Future<Void> subscribe(Generation generation) {
        belongsTo(generation);
        buffer.removeIf(delivery -> !delivery.isLive());
        inHand.removeIf(delivery -> !delivery.isLive());
        QueueOptions manualAck = new QueueOptions().setAutoAck(false);
        return topology.declareQueues(generation, subscription)
                .compose(declared -> generation.call(client -> client.basicConsumer(queue(), manualAck)))
                .map(subscribed -> listen(generation, subscribed));
    }

    /** Stops deliveries; completes when the batch under way is done. */
    Future<Void> stop(Optional<Generation> generation) {
        Promise<Void> done = owner.promise();
        idle = done;
        Future<Void> cancelled = generation.isPresent() && consumer != null
                ? cancel(generation.get(), consumer)
                : owner.succeededFuture();
        buffer.clear();
        tellWhenIdle();
        return cancelled.otherwiseEmpty().compose(quiet -> done.future());
    }

    private static Future<Void> cancel(Generation generation, RabbitMQConsumer consumer) {
        consumer.endHandler(null);
        return generation.blocking(consumer::cancel);
    }

    private @Nullable Void listen(Generation generation, RabbitMQConsumer subscribed) {
        consumer = subscribed;
        subscribed.handler(message -> owner.runOnContext(now -> arrived(generation, message)));
        subscribed.endHandler(gone -> owner.runOnContext(now -> subscribeAnew(generation)));
        return null;
    }

    /** The broker has cancelled the consumer, because the queue was deleted for instance. The client tells nobody else. */
    private void subscribeAnew(Generation generation) {
        if (idle == null && generation.isAlive()) {
            LOG.warn("{}: cancelled by the broker, subscribing anew", queue());
            subscribe(generation).onFailure(generation::end);
        }
    }

    private void arrived(Generation generation, RabbitMQMessage message) {
        if (idle != null || !generation.isAlive()) {
            return;
        }
        delivered++;
        Delivery delivery = new Delivery(generation, message, readings(message.body()), this::acknowledge);
        inHand.add(delivery);
        buffer.add(delivery);
        handleNext();
    }

    private List<Reading> readings(Buffer message) {
        return codec.read(message).stream().map(this::ofThisType).toList();
    }

    /** The broker lets in by a message's key; a body that says another type came by a key that its sender may not use. */
    private Reading ofThisType(Reading reading) {
        return reading instanceof Reading.Legible legible && !isOfThisType(legible.announcement())
                ? new Reading.Illegible(
                        codec.encode(List.of(legible.announcement())),
                        legible.announcement().type() + " is not what this queue is for")
                : reading;
    }

    private boolean isOfThisType(Announcement<?> announcement) {
        return announcement.type().equals(subscription.type().wireName());
    }

    private void handleNext() {
        if (busy || buffer.isEmpty()) {
            tellWhenIdle();
            return;
        }
        busy = true;
        handle(nextBatch())
                .onFailure(unexpected -> LOG.error("{}: the batch is given up", queue(), unexpected))
                .onComplete(done -> finished());
    }

    private void finished() {
        busy = false;
        oldestInHand = Optional.empty();
        handleNext();
    }

    private List<Delivery> nextBatch() {
        List<Delivery> batch = new ArrayList<>();
        int events = 0;
        while (!buffer.isEmpty()
                && (batch.isEmpty() || events + buffer.element().readings().size() <= maxBatch)) {
            Delivery next = buffer.remove();
            events += next.readings().size();
            batch.add(next);
        }
        return batch;
    }

    private Future<Void> handle(List<Delivery> batch) {
        List<Delivery> live = batch.stream().filter(Delivery::isLive).toList();
        live.forEach(this::buryUnreadable);
        List<Arrived> events =
                live.stream().flatMap(delivery -> delivery.events().stream()).toList();
        oldestInHand = events.stream().map(event -> event.announcement().at()).min(Instant::compareTo);
        return Future.succeededFuture(events).compose(handling::handle).recover(unexpected -> {
            live.forEach(delivery -> delivery.generation().end(unexpected));
            return Future.failedFuture(unexpected);
        });
    }

    private void buryUnreadable(Delivery delivery) {
        delivery.settleIfEmpty();
        for (Reading reading : delivery.readings()) {
            if (reading instanceof Reading.Illegible illegible) {
                aside.bury(delivery, illegible).onFailure(delivery.generation()::end);
            }
        }
    }

    /** Never {@code multiple}: the channel is shared with other queues. */
    private void acknowledge(Delivery delivery) {
        inHand.remove(delivery);
        if (delivery.isLive()) {
            delivery.generation()
                    .unbounded(client -> client.basicAck(delivery.tag(), false))
                    .onComplete(
                            acked -> FaultPoint.CONSUMER_AFTER_ACK.hit(subscription.service()),
                            delivery.generation()::end);
        }
    }

    private void tellWhenIdle() {
        if (idle != null && !busy) {
            idle.tryComplete();
        }
    }
}
