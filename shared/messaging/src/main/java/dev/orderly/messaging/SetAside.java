package dev.orderly.messaging;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.DeadLetters.Cause;
import dev.orderly.messaging.Delivery.Arrived;
import dev.orderly.persistence.Failures;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that made their batch fail: each is tried again alone, beside the queue's other work, and buried after five attempts. */
final class SetAside {

    static final int MAX_ATTEMPTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

    private final ContextInternal owner;
    private final Subscription subscription;
    private final QueueWork work;
    private final DeadLetters deadLetters;
    private final BooleanSupplier stopping;

    SetAside(
            ContextInternal owner,
            Subscription subscription,
            QueueWork work,
            DeadLetters deadLetters,
            BooleanSupplier stopping) {
        this.owner = owner;
        this.subscription = subscription;
        this.work = work;
        this.deadLetters = deadLetters;
        this.stopping = stopping;
    }

    /** Takes over an event that has failed alone once; completes at once, the queue goes on. */
    Future<Void> take(Arrived event, Throwable failure) {
        retry(event, failure, deadLetters.now(), 1, new Backoff(100, 1_000))
                .onFailure(unexpected -> event.delivery().generation().end(unexpected));
        return owner.succeededFuture();
    }

    /** Buries an event that has ended the process too often to be tried again. */
    Future<Void> buryKiller(Arrived event, int attempts) {
        String detail = "the process ended each time it was handled";
        return bury(
                event, new Cause("crashing", detail, "", event.announcement().at(), attempts));
    }

    /** Buries what could not be read. */
    Future<Void> bury(Delivery delivery, Reading.Illegible illegible) {
        return deadLetters.bury(subscription, illegible).map(buried -> settle(delivery));
    }

    private Future<Void> retry(Arrived event, Throwable failure, Instant firstAt, int attempts, Backoff backoff) {
        if (failure instanceof PermanentFailure) {
            return bury(event, Cause.of("refused", failure, firstAt, attempts));
        }
        if (attempts >= MAX_ATTEMPTS) {
            LifeLog.about(event.announcement(), LOG.atError())
                    .setCause(failure)
                    .log("{}: the last failure of {}", subscription.queue(), event.id());
            return bury(event, Cause.of("failing", failure, firstAt, attempts));
        }
        return owner.timer(backoff.nextMs(), TimeUnit.MILLISECONDS)
                .compose(rested -> again(event, failure, firstAt, attempts, backoff));
    }

    private Future<Void> again(Arrived event, Throwable failure, Instant firstAt, int attempts, Backoff backoff) {
        if (!event.isLive() || stopping.getAsBoolean()) {
            return owner.succeededFuture();
        }
        return work.commit(List.of(event))
                .recover(next -> Failures.isTransient(next)
                        ? retry(event, failure, firstAt, attempts, backoff)
                        : retry(event, next, firstAt, attempts + 1, backoff));
    }

    private Future<Void> bury(Arrived event, Cause cause) {
        return deadLetters.bury(subscription, event.announcement(), cause).map(buried -> settle(event.delivery()));
    }

    private static @Nullable Void settle(Delivery delivery) {
        delivery.settle();
        return null;
    }
}
