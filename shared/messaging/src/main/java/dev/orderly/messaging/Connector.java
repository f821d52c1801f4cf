package dev.orderly.messaging;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one connection open for ever: when a generation ends, the next one is opened after a jittered pause. */
final class Connector {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final long STEADY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MAX_DYING = 3;

    private final ContextInternal owner;
    private final BrokerSettings settings;
    private final String name;
    private final Function<Generation, Future<Void>> prepare;
    private final Backoff backoff = new Backoff(200, 2_000);
    private final Set<Generation> dying = new HashSet<>();
    private final Promise<Void> firstReady;
    private @Nullable Generation current;
    private Future<?> opening;
    private boolean stopped;
    private boolean complained;
    private volatile Optional<String> away = Optional.of("not connected yet");

    /** @param prepare makes a fresh generation fit for use; its failure costs the generation */
    Connector(ContextInternal owner, BrokerSettings settings, String name, Function<Generation, Future<Void>> prepare) {
        this.owner = owner;
        this.settings = settings;
        this.name = name;
        this.prepare = prepare;
        this.firstReady = owner.promise();
        this.opening = owner.succeededFuture();
    }

    /** Opens the first generation; completes when one is ready, however long the broker is away. */
    Future<Void> start() {
        open();
        return firstReady.future();
    }

    /** The generation in use, if there is one now. */
    Optional<Generation> current() {
        return Optional.ofNullable(current);
    }

    /** Why there is no connection now; empty when there is one. May be asked by any thread. */
    Optional<String> away() {
        return away;
    }

    /** Closes the connection, also one that is being made fit, and opens no other; a broker that does not answer is not waited for. */
    Future<Void> stop() {
        stopped = true;
        Set.copyOf(dying).forEach(Connector::end);
        return opening.transform(opened ->
                        Future.join(dying.stream().map(Generation::closed).toList()))
                .timeout(2, TimeUnit.SECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static void end(Generation generation) {
        generation.end(new IllegalStateException("stopped"));
    }

    private void open() {
        if (stopped) {
            return;
        }
        if (dying.size() >= MAX_DYING) {
            openLater(new IllegalStateException("earlier connections hang"));
            return;
        }
        opening = Generation.open(owner, settings, name).compose(this::prepared).onFailure(this::openLater);
    }

    private Future<Void> prepared(Generation generation) {
        dying.add(generation);
        generation.closed().onComplete(gone -> dying.remove(generation));
        return prepare.apply(generation).onFailure(generation::end).map(ready -> use(generation));
    }

    private @Nullable Void use(Generation generation) {
        if (stopped) {
            end(generation);
            return null;
        }
        long since = System.nanoTime();
        current = generation;
        away = Optional.empty();
        generation
                .ended()
                .map(cause -> lost(cause, since))
                .onFailure(failure -> LOG.error("broker connection '{}' is not replaced", name, failure));
        tellItIsBack();
        firstReady.tryComplete();
        return null;
    }

    private @Nullable Void lost(Throwable cause, long since) {
        current = null;
        if (stopped) {
            return null;
        }
        if (System.nanoTime() - since > STEADY_NANOS) {
            backoff.reset();
        }
        openLater(cause);
        return null;
    }

    private void openLater(Throwable cause) {
        away = Optional.of(EventJson.brief(cause));
        if (!stopped && !complained) {
            complained = true;
            LOG.warn("broker connection '{}' lost, reconnecting: {}", name, EventJson.brief(cause));
        }
        owner.setTimer(backoff.nextMs(), due -> open());
    }

    private void tellItIsBack() {
        if (complained) {
            complained = false;
            LOG.info("broker connection '{}' is back", name);
        }
    }
}
