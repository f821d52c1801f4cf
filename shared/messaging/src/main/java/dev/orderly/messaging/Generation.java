package dev.orderly.messaging;

import dev.orderly.persistence.Tls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection to the broker with its one channel, from opening to end. It is never mended: whatever goes wrong ends it for good,
 * and a new one is opened. It has a context of its own on its owner's event loop, because the client runs its blocking calls in order
 * per context, and a call that hangs in a dead connection must not hold up the next one.
 */
final class Generation {

    private static final int CONNECT_MS = 5_000;
    private static final long CALL_MS = 8_000;

    private final ContextInternal owner;
    private final ContextInternal own;
    private final ConnectionWatch watch;
    private final RabbitMQClient client;
    private final Promise<Throwable> ended;
    private final Promise<Void> closed;

    private Generation(ContextInternal owner, BrokerSettings settings, String name) {
        this.owner = owner;
        this.own = owner.owner()
                .contextBuilder()
                .withThreadingModel(ThreadingModel.EVENT_LOOP)
                .withEventLoop(owner.nettyEventLoop())
                .withClassLoader(owner.classLoader())
                .build();
        this.ended = owner.promise();
        this.closed = owner.promise();
        this.watch = new ConnectionWatch(cause -> owner.runOnContext(now -> end(cause)));
        this.client = RabbitMQClient.create(owner.owner(), options(settings, name, watch));
    }

    /** Connects; a generation that could not be opened is closed again before the future fails. */
    static Future<Generation> open(ContextInternal owner, BrokerSettings settings, String name) {
        Generation generation = new Generation(owner, settings, name);
        return generation.unbounded(RabbitMQClient::start).map(generation).recover(generation::closedFor);
    }

    private Future<Generation> closedFor(Throwable cause) {
        end(cause);
        return closed().transform(gone -> owner.failedFuture(cause));
    }

    /** Runs a call of the client that should answer soon; one that does not ends the generation. */
    <T> Future<T> call(Function<RabbitMQClient, Future<T>> work) {
        return unbounded(work).timeout(CALL_MS, TimeUnit.MILLISECONDS).onFailure(this::end);
    }

    /** Runs a call of the client without a deadline of its own. */
    <T> Future<T> unbounded(Function<RabbitMQClient, Future<T>> work) {
        Promise<T> answer = owner.promise();
        if (ended.future().isComplete()) {
            answer.fail(new IllegalStateException("this connection has ended"));
        } else {
            own.dispatch(now -> work.apply(client).onComplete(answer));
        }
        return answer.future();
    }

    /** Runs something that blocks, in turn with the client's other calls. */
    <T> Future<T> blocking(Supplier<Future<T>> work) {
        return own.executeBlocking(work::get).compose(answer -> answer).timeout(CALL_MS, TimeUnit.MILLISECONDS);
    }

    /** Whether it can be used: a channel that was closed would silently be replaced by the client, so it counts as an end. */
    boolean isAlive() {
        return !ended.future().isComplete();
    }

    /** Whether the broker has said that it reads no more from this connection (memory or disk alarm). */
    boolean isBlocked() {
        return watch.isBlocked();
    }

    /** Whether the prefetch is for the channel, as AMQP 0-9-1 has it, and not for each consumer, as RabbitMQ has it. */
    boolean limitsPerChannel() {
        return !watch.isRabbit();
    }

    /** Completes with the cause when it is over. */
    Future<Throwable> ended() {
        return ended.future();
    }

    /** Completes when nothing of it is left; on a frozen broker that takes until the heartbeat notices. */
    Future<Void> closed() {
        return closed.future();
    }

    /** Throws it away. */
    void end(Throwable cause) {
        if (ended.tryComplete(cause)) {
            own.dispatch(now -> client.stop().onComplete(stopped -> closed.tryComplete()));
        }
    }

    private static RabbitMQOptions options(BrokerSettings settings, String name, ConnectionWatch watch) {
        RabbitMQOptions options = new RabbitMQOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setVirtualHost(settings.virtualHost())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setConnectionTimeout(CONNECT_MS)
                .setHandshakeTimeout(CONNECT_MS)
                .setRequestedHeartbeat((int) settings.heartbeat().toSeconds())
                .setAutomaticRecoveryEnabled(false)
                .setAutomaticRecoveryOnInitialConnection(false)
                .setMetricsCollector(watch)
                .setConnectionName("orderly " + name);
        options.setReconnectAttempts(0);
        return settings.tls().verifies() ? encrypted(options, settings.tls()) : options;
    }

    private static RabbitMQOptions encrypted(RabbitMQOptions options, Tls tls) {
        return options.setSsl(true)
                .setTrustOptions(TrustOptions.wrap(new NamedHostTrust(tls.trust())))
                .setHostnameVerificationAlgorithm("HTTPS");
    }
}
