package dev.orderly.messaging;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context's one publishing client: what is handed to it is published until the broker confirms it, over as many connections as that
 * takes. Whoever calls, one context alone touches the client: two would be given the same delivery tags.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int MAX_UNDER_WAY = 100;

    private final ContextInternal owner;
    private final Topology topology;
    private final long confirmNanos;
    private final Connector connector;
    private final Backoff afterNack = new Backoff(100, 2_000);
    private final Deque<Sending> waiting = new ArrayDeque<>();
    private @Nullable ConfirmedChannel channel;

    Publisher(ContextInternal owner, BrokerSettings settings, Topology topology) {
        this.owner = owner;
        this.topology = topology;
        this.confirmNanos = settings.confirmTimeout().toNanos();
        this.connector = new Connector(owner, settings, "publish", this::prepare);
    }

    /** Connects, declares the topology, and keeps both so; completes at the first success. */
    Future<Void> start() {
        return connector.start();
    }

    Future<Void> close() {
        return connector.stop();
    }

    boolean isConnected() {
        return channel != null;
    }

    /** Why it is not connected; empty when it is. */
    Optional<String> away() {
        return connector.away();
    }

    boolean isBlocked() {
        return connector.current().map(Generation::isBlocked).orElse(false);
    }

    /** Completes when the broker has confirmed the message; fails only with {@link Refused}, when it never will. */
    Future<Void> publish(Outgoing message) {
        return publish(message, () -> {});
    }

    /** The same; {@code published} runs each time the message has left. */
    Future<Void> publish(Outgoing message, Runnable published) {
        Promise<Void> confirmed = owner.promise();
        owner.execute(new Sending(message, published, confirmed), this::take);
        return confirmed.future();
    }

    private void take(Sending sending) {
        waiting.add(sending);
        sendWhatFits();
    }

    private Future<Void> prepare(Generation generation) {
        return topology.declare(generation)
                .compose(declared -> ConfirmedChannel.on(generation, this::confirmed, this::nacked))
                .map(fresh -> use(generation, fresh));
    }

    private @Nullable Void use(Generation generation, ConfirmedChannel fresh) {
        channel = fresh;
        long timer = owner.setPeriodic(Math.max(1, confirmNanos / 8_000_000), due -> fresh.checkDeadline(confirmNanos));
        generation
                .ended()
                .map(cause -> lost(timer, fresh, cause))
                .onFailure(failure -> LOG.error("what was unconfirmed is not taken over", failure));
        sendWhatFits();
        return null;
    }

    private @Nullable Void lost(long timer, ConfirmedChannel ended, Throwable cause) {
        owner.owner().cancelTimer(timer);
        channel = null;
        takeOver(ended, cause);
        return null;
    }

    private void takeOver(ConfirmedChannel ended, Throwable cause) {
        List<Sending> unconfirmed = ended.unconfirmed();
        Verdict verdict = Verdict.of(cause);
        if (verdict != Verdict.INNOCENT && unconfirmed.size() == 1) {
            condemn(unconfirmed.get(0), verdict, cause);
            return;
        }
        if (verdict != Verdict.INNOCENT) {
            unconfirmed.forEach(Sending::suspected);
        }
        Collections.reverse(unconfirmed);
        unconfirmed.forEach(waiting::addFirst);
    }

    private void condemn(Sending culprit, Verdict verdict, Throwable cause) {
        if (verdict == Verdict.REFUSED) {
            culprit.confirmed().fail(new Refused(String.valueOf(cause.getMessage())));
        } else {
            owner.setTimer(culprit.nextPauseMs(), due -> take(culprit));
        }
    }

    private void sendWhatFits() {
        while (channel != null && hasRoom(channel)) {
            channel.send(waiting.remove());
        }
    }

    /** A suspect travels alone: if the broker closes the channel again, it was this one. */
    private boolean hasRoom(ConfirmedChannel current) {
        Sending next = waiting.peek();
        return next != null
                && (next.isSuspect() ? current.underWay() == 0 : current.underWay() < MAX_UNDER_WAY)
                && !current.carriesSuspect();
    }

    private void confirmed(Sending sending) {
        afterNack.reset();
        sending.confirmed().complete();
        sendWhatFits();
    }

    private void nacked(Sending sending) {
        owner.setTimer(afterNack.nextMs(), due -> {
            waiting.addFirst(sending);
            sendWhatFits();
        });
    }
}
