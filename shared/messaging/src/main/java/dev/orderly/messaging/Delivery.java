package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.tracing.Span;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A message as one generation delivered it. It is acknowledged once, by itself, when all that is in it is settled; on another generation
 * its tag means nothing, so it dies with its own, and the broker delivers the message again.
 */
final class Delivery {

    private final Generation generation;
    private final RabbitMQMessage message;
    private final List<Reading> readings;
    private final Consumer<Delivery> acknowledge;
    private int open;

    Delivery(Generation generation, RabbitMQMessage message, List<Reading> readings, Consumer<Delivery> acknowledge) {
        this.generation = generation;
        this.message = message;
        this.readings = readings;
        this.acknowledge = acknowledge;
        this.open = readings.size();
    }

    /** Whether it can still be acknowledged. */
    boolean isLive() {
        return generation.isAlive();
    }

    Generation generation() {
        return generation;
    }

    long tag() {
        return message.envelope().getDeliveryTag();
    }

    boolean isRedelivered() {
        return message.envelope().isRedeliver();
    }

    List<Reading> readings() {
        return readings;
    }

    /** The events in it that can be read. */
    List<Arrived> events() {
        return readings.stream()
                .filter(Reading.Legible.class::isInstance)
                .map(reading -> new Arrived(this, ((Reading.Legible) reading).announcement()))
                .toList();
    }

    /** One element is done with, handled or buried; the last one acknowledges the message. */
    void settle() {
        open--;
        if (open == 0) {
            acknowledge.accept(this);
        }
    }

    /** An empty batch has nothing to wait for. */
    void settleIfEmpty() {
        if (readings.isEmpty()) {
            acknowledge.accept(this);
        }
    }

    /** One event of a delivery. */
    record Arrived(Delivery delivery, Announcement<?> announcement) {

        UUID id() {
            return announcement.id();
        }

        boolean isLive() {
            return delivery.isLive();
        }

        /** As the use cases see it: what it causes continues the span of its being handled. */
        Announcement<?> within(Span span) {
            return announcement.tracedBy(Optional.of(span.traceparent()));
        }
    }
}
