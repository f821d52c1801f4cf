package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where what cannot be handled goes: to the queue's own {@code .dead}, by an ordinary confirmed publish, with the cause in its headers. */
final class DeadLetters {

    static final String ID = "x-dead-letter";
    static final String CAUSE = "x-cause";
    static final String DETAIL = "x-exception";
    static final String STACK = "x-stack";
    static final String FIRST_AT = "x-first-at";
    static final String LAST_AT = "x-last-at";
    static final String ATTEMPTS = "x-attempts";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Publisher publisher;
    private final Topology topology;
    private final EventCodec codec;
    private final Clock clock;

    DeadLetters(Publisher publisher, Topology topology, EventCodec codec, Clock clock) {
        this.publisher = publisher;
        this.topology = topology;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Why an event is dead.
     *
     * @param verdict {@code unreadable}, {@code refused}, {@code failing} or {@code crashing}
     * @param detail the last exception, in one short line
     * @param stack where it was thrown, in short; empty when nothing was
     * @param firstAt when it was first tried
     * @param attempts how often it was tried
     */
    record Cause(String verdict, String detail, String stack, Instant firstAt, int attempts) {

        static Cause of(String verdict, Throwable failure, Instant firstAt, int attempts) {
            return new Cause(verdict, EventJson.brief(failure), ShortStack.of(failure), firstAt, attempts);
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** Buries an event; completes when the broker has confirmed it. */
    Future<Void> bury(Subscription subscription, Announcement<?> announcement, Cause cause) {
        LifeLog.about(announcement, LOG.atError())
                .log(
                        "{}: event {} of {} is a dead letter, {}: {}",
                        topology.queue(subscription),
                        announcement.id(),
                        announcement.event().subject(),
                        cause.verdict(),
                        cause.detail());
        return publish(subscription, announcement.id().toString(), codec.encode(List.of(announcement)), cause);
    }

    /** Buries bytes that are no event; completes when the broker has confirmed them. */
    Future<Void> bury(Subscription subscription, Reading.Illegible illegible) {
        LOG.error(
                "{}: {} bytes are a dead letter: {}",
                topology.queue(subscription),
                illegible.raw().length(),
                illegible.why());
        Cause cause = new Cause("unreadable", illegible.why(), "", now(), 1);
        return publish(subscription, "", illegible.raw(), cause);
    }

    private Future<Void> publish(Subscription subscription, String id, Buffer body, Cause cause) {
        return publisher.publish(new Outgoing(
                topology.direct(),
                topology.deadLetterQueue(subscription),
                EventCodec.STRUCTURED,
                id,
                headers(topology.queue(subscription), cause),
                body));
    }

    private Map<String, Object> headers(String queue, Cause cause) {
        return Map.of(
                ID,
                Ids.next().toString(),
                "x-queue",
                queue,
                CAUSE,
                cause.verdict(),
                DETAIL,
                cause.detail(),
                STACK,
                cause.stack(),
                FIRST_AT,
                cause.firstAt().toString(),
                LAST_AT,
                now().toString(),
                ATTEMPTS,
                cause.attempts());
    }
}
