package dev.orderly.messaging;

import io.vertx.core.Future;
import io.vertx.rabbitmq.RabbitMQConfirmation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * What is under way on one generation: the messages by their delivery tags. Tags mean nothing outside their generation, so this map
 * begins and ends with it. Any tag out of line ends the generation; what it leaves unconfirmed is published again on the next.
 */
final class ConfirmedChannel {

    private final Generation generation;
    private final Consumer<Sending> onConfirm;
    private final Consumer<Sending> onNack;
    private final ConcurrentSkipListMap<Long, Sending> byTag = new ConcurrentSkipListMap<>();
    private final Set<Sending> underWay = new LinkedHashSet<>();
    private volatile long lastTag;

    private ConfirmedChannel(Generation generation, Consumer<Sending> onConfirm, Consumer<Sending> onNack) {
        this.generation = generation;
        this.onConfirm = onConfirm;
        this.onNack = onNack;
    }

    /** Puts a fresh generation into confirm mode, with its listener in place before the first message. */
    static Future<ConfirmedChannel> on(Generation generation, Consumer<Sending> onConfirm, Consumer<Sending> onNack) {
        ConfirmedChannel channel = new ConfirmedChannel(generation, onConfirm, onNack);
        return generation
                .call(client -> client.addConfirmListener(Integer.MAX_VALUE))
                .map(confirmations -> confirmations.handler(channel::heard))
                .map(channel);
    }

    int underWay() {
        return underWay.size();
    }

    boolean carriesSuspect() {
        return underWay.stream().anyMatch(Sending::isSuspect);
    }

    /** Publishes; the client takes its tag on a worker, strictly one call after the other. */
    void send(Sending sending) {
        Outgoing message = sending.message();
        sending.sentAt(System.nanoTime());
        underWay.add(sending);
        generation
                .unbounded(client -> client.basicPublishWithDeliveryTag(
                        message.exchange(),
                        message.routingKey(),
                        message.properties(),
                        message.body(),
                        tag -> tagged(tag, sending)))
                .onComplete(done -> sending.published().run(), generation::end);
    }

    /** Ends the generation when a message has waited too long; a blocked broker confirms nothing and is not at fault. */
    void checkDeadline(long timeoutNanos) {
        Iterator<Sending> oldestFirst = underWay.iterator();
        boolean late =
                oldestFirst.hasNext() && System.nanoTime() - oldestFirst.next().sentNanos() > timeoutNanos;
        if (late && !generation.isBlocked()) {
            generation.end(new IllegalStateException("no confirm within the deadline"));
        }
    }

    /** What the generation leaves behind, in the order of publishing. */
    List<Sending> unconfirmed() {
        List<Sending> left = new ArrayList<>(underWay);
        underWay.clear();
        byTag.clear();
        return left;
    }

    private void tagged(long tag, Sending sending) {
        if (tag != lastTag + 1 || !generation.isAlive()) {
            throw new IllegalStateException("delivery tag " + tag + " after " + lastTag);
        }
        lastTag = tag;
        byTag.put(tag, sending);
    }

    private void heard(RabbitMQConfirmation confirmation) {
        if (!generation.isAlive()) {
            return;
        }
        long tag = confirmation.getDeliveryTag();
        List<Sending> meant = confirmation.isMultiple() ? upTo(tag) : just(tag);
        if (tag > lastTag || meant.isEmpty()) {
            generation.end(new IllegalStateException("confirm for unknown delivery tag " + tag));
            return;
        }
        underWay.removeAll(meant);
        meant.forEach(confirmation.isSucceeded() ? onConfirm : onNack);
    }

    private List<Sending> upTo(long tag) {
        var confirmed = byTag.headMap(tag, true);
        List<Sending> meant = new ArrayList<>(confirmed.values());
        confirmed.clear();
        return meant;
    }

    private List<Sending> just(long tag) {
        Sending meant = byTag.remove(tag);
        return meant == null ? List.of() : List.of(meant);
    }
}
