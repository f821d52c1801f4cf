package dev.orderly.messaging;

import dev.orderly.faults.FaultPoint;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.OutboxMessage;
import dev.orderly.persistence.OutboxState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one service's outbox to the broker: what is handed over after a commit is published at once, what is confirmed is deleted, many
 * rows in one statement. What a crash or a full hand-off left behind is swept up.
 */
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final long TICK_MS = 2_000;
    private static final int MAX_HELD = 1_000;
    private static final long MAX_HELD_BYTES = 32L * 1024 * 1024;
    private static final int SWEEP_SIZE = 200;
    private static final int MAX_TYPE_LENGTH = 200;

    private final ContextInternal owner;
    private final String service;
    private final Outbox outbox;
    private final Publisher publisher;
    private final Topology topology;
    private final Departures departures;
    private final Backoff afterFailure = new Backoff(100, 2_000);
    private final Promise<Void> drained;
    private List<UUID> confirmed = new ArrayList<>();
    private List<UUID> failed = new ArrayList<>();
    private int held;
    private long heldBytes;
    private boolean removing;
    private boolean sweeping;
    private boolean stopped;
    private long timer;
    private long seenNanos = System.nanoTime();
    private OutboxState state = new OutboxState(0, 0, Duration.ZERO);

    Relay(
            ContextInternal owner,
            String service,
            Outbox outbox,
            Publisher publisher,
            Topology topology,
            Departures departures) {
        this.owner = owner;
        this.service = service;
        this.outbox = outbox;
        this.publisher = publisher;
        this.topology = topology;
        this.departures = departures;
        this.drained = owner.promise();
    }

    void start() {
        outbox.handOffTo(messages -> owner.execute(messages, this::accept));
        timer = owner.setPeriodic(TICK_MS, due -> tick());
        owner.runOnContext(now -> tick());
    }

    /** Takes no more; completes when what is under way is confirmed and removed, or after two seconds: the rest stays in the outbox. */
    Future<Void> stop() {
        stopped = true;
        owner.owner().cancelTimer(timer);
        tellWhenDrained();
        return drained.future()
                .timeout(2, TimeUnit.SECONDS)
                .otherwiseEmpty()
                .eventually(outbox::endLease)
                .otherwiseEmpty();
    }

    /** The outbox as of the last look; what waited then counts as waiting still, so a database that is away freezes no age. */
    OutboxState state() {
        Duration since = Duration.ofNanos(System.nanoTime() - seenNanos);
        return state.rows() == 0
                ? state
                : new OutboxState(state.rows(), state.parked(), state.oldest().plus(since));
    }

    private @Nullable Void seen(OutboxState now) {
        state = now;
        seenNanos = System.nanoTime();
        return null;
    }

    /** What is too large for any room is parked before it could wait for room. */
    private void accept(List<OutboxMessage> messages) {
        List<UUID> surplus = new ArrayList<>();
        for (OutboxMessage message : messages) {
            if (stopped) {
                surplus.add(message.id());
            } else if (message.body().length() > EventCodec.MAX_MESSAGE_BYTES) {
                park(message, new Refused("larger than " + EventCodec.MAX_MESSAGE_BYTES + " bytes"));
            } else if (held >= MAX_HELD || heldBytes + message.body().length() > MAX_HELD_BYTES) {
                surplus.add(message.id());
            } else {
                publish(message);
            }
        }
        outbox.giveBack(surplus);
    }

    private void publish(OutboxMessage message) {
        held++;
        heldBytes += message.body().length();
        Future.succeededFuture(message)
                .compose(this::send)
                .map(this::afterConfirm)
                .onComplete(done -> isConfirmed(message), failure -> notPublished(message, failure));
    }

    private Future<Void> send(OutboxMessage message) {
        FaultPoint.RELAY_AFTER_CLAIM.hit(service);
        if (message.type().length() > MAX_TYPE_LENGTH || message.type().isBlank()) {
            return owner.failedFuture(new Refused("no type that could be routed"));
        }
        return publisher.publish(outgoing(message), () -> FaultPoint.RELAY_AFTER_PUBLISH.hit(service));
    }

    private Outgoing outgoing(OutboxMessage message) {
        return new Outgoing(
                topology.exchangeOf(message.type()),
                message.type(),
                EventCodec.contentType(message.eventIds().size()),
                message.id().toString(),
                Map.of(),
                message.body());
    }

    private @Nullable Void afterConfirm(@Nullable Void confirmed) {
        FaultPoint.RELAY_AFTER_CONFIRM.hit(service);
        return null;
    }

    private void isConfirmed(OutboxMessage message) {
        release(message);
        departures.arrived(message.id(), false);
        confirmed.add(message.id());
        removeConfirmed();
    }

    /** One statement at a time: what is confirmed meanwhile goes with the next. */
    private void removeConfirmed() {
        if (removing || confirmed.isEmpty()) {
            tellWhenDrained();
            return;
        }
        removing = true;
        List<UUID> ids = confirmed;
        confirmed = new ArrayList<>();
        outbox.confirmed(ids).onComplete(done -> removed(), failure -> removeLater(ids, failure));
    }

    private void removed() {
        removing = false;
        afterFailure.reset();
        removeConfirmed();
    }

    private void removeLater(List<UUID> ids, Throwable failure) {
        confirmed.addAll(ids);
        if (afterFailure.failures() == 0) {
            LOG.warn("{}: confirmed outbox rows cannot be removed yet: {}", service, EventJson.brief(failure));
        }
        owner.setTimer(afterFailure.nextMs(), due -> {
            removing = false;
            removeConfirmed();
        });
    }

    /** A failure of our own says nothing about the row: it is given back, and published, perhaps again, with the next sweep. */
    private void notPublished(OutboxMessage message, Throwable failure) {
        release(message);
        if (failure instanceof Refused) {
            park(message, failure);
        } else {
            LOG.error("{}: outbox row {} is left to the next tick", service, message.id(), failure);
            failed.add(message.id());
        }
    }

    private void park(OutboxMessage message, Throwable refused) {
        departures.arrived(message.id(), true);
        String reason = EventJson.brief(refused);
        LOG.error("{}: outbox row {} is parked: {}", service, message.id(), reason);
        outbox.park(message.id(), reason).onFailure(failure -> failed.add(message.id()));
    }

    private void release(OutboxMessage message) {
        held--;
        heldBytes -= message.body().length();
    }

    /** What failed is given back only now: at once, the next sweep would claim it again, and again. */
    private void tick() {
        outbox.giveBack(failed);
        failed = new ArrayList<>();
        outbox.renewLease(LEASE).onComplete(renewed -> sweep());
        outbox.state()
                .map(this::seen)
                .onFailure(failure -> LOG.debug("{}: the outbox cannot be looked at", service, failure));
    }

    /** Only when there is room and somebody to publish to: a claim that cannot be served would only delay its rows. */
    private void sweep() {
        if (sweeping || stopped || isHalfFull() || !publisher.isConnected()) {
            return;
        }
        sweeping = true;
        outbox.claim(SWEEP_SIZE).onComplete(this::swept, failure -> sweeping = false);
    }

    private boolean isHalfFull() {
        return held > MAX_HELD / 2 || heldBytes > MAX_HELD_BYTES / 2;
    }

    private void swept(List<OutboxMessage> orphans) {
        sweeping = false;
        accept(orphans);
        if (orphans.size() == SWEEP_SIZE) {
            sweep();
        }
    }

    private void tellWhenDrained() {
        if (stopped && held == 0 && !removing && confirmed.isEmpty()) {
            drained.tryComplete();
        }
    }
}
