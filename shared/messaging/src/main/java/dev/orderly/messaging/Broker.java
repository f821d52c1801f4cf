package dev.orderly.messaging;

import dev.orderly.contracts.Subscription;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Outbox;
import dev.orderly.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messaging for one context: one publishing connection for all its outboxes, one consuming connection for all its queues, and the upkeep
 * of both. Needs no broker to begin with, and waits for one for as long as it is away.
 */
public final class Broker {

    private static final Duration HANDLING_LIMIT = Duration.ofSeconds(20);

    private final ContextInternal owner;
    private final BrokerSettings settings;
    private final Topology topology;
    private final EventCodec codec = new EventCodec();
    private final Clock clock;
    private final Tracing tracing;
    private final Departures departures;
    private final Publisher publisher;
    private final Consumer consumer;
    private final DeskWatch desks;
    private final Watchdog watchdog;
    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private final List<QueueWork> works = new CopyOnWriteArrayList<>();
    private volatile boolean hears;
    private volatile boolean stopping;
    private @Nullable Future<Void> started;
    private @Nullable Future<Void> quiet;
    private @Nullable Future<Void> closed;

    private Broker(
            ContextInternal owner,
            BrokerSettings settings,
            List<Subscription> subscriptions,
            Clock clock,
            Tracing tracing) {
        this.owner = owner;
        this.tracing = tracing;
        this.departures = new Departures(tracing);
        this.clock = clock;
        this.settings = settings;
        this.topology = new Topology(settings, subscriptions);
        this.publisher = new Publisher(owner, settings, topology);
        this.consumer = new Consumer(owner, settings);
        this.desks = new DeskWatch(topology);
        this.watchdog = new Watchdog(owner, settings, topology, consumer, desks);
    }

    /**
     * Messaging owned by the current context; all its methods are to be called on it. Connects to nothing yet.
     *
     * @param subscriptions the queues of the whole shop, all of which are declared, whoever consumes them
     * @param clock tells how late events are that other machines have dated
     * @param tracing gives each event that is handled or published its place in a trace
     */
    public static Broker open(
            Vertx vertx, BrokerSettings settings, List<Subscription> subscriptions, Clock clock, Tracing tracing) {
        ContextInternal owner = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        return new Broker(owner, settings, subscriptions, clock, tracing);
    }

    /** The same for a given context, with nobody recording. */
    public static Broker open(Context context, BrokerSettings settings, List<Subscription> subscriptions, Clock clock) {
        return new Broker(((ContextInternal) context).unwrap(), settings, subscriptions, clock, Tracing.off());
    }

    /** Connects and declares the topology; completes when that has succeeded, however long the broker is away. */
    public Future<Void> start() {
        if (started == null) {
            started = onContext(publisher::start);
        }
        return started;
    }

    /** Watches the queues of the whole shop for a backlog, whoever consumes them; one loop of a process does. */
    public void watchShop() {
        watchdog.lookAtShop(topology.queues());
    }

    /** Tells the others through this outbox, up to so many events in one message. */
    public Announcer announcer(Outbox outbox, int maxEvents) {
        return new Announcer(outbox, codec, maxEvents, departures);
    }

    /** Publishes what the service's outbox hands over, and sweeps up what it could not. */
    public void relay(String service, Outbox outbox) {
        Relay relay = new Relay(owner, service, outbox, publisher, topology, departures);
        relays.add(relay);
        relay.start();
    }

    /**
     * The service's desk. From now on dead letters of its queues that are consumed here are laid on it.
     *
     * @param unroutedToo whether messages of the service that nobody wanted are laid on it as well; on one loop per process they are
     */
    public Desk desk(String service, Database database, boolean unroutedToo) {
        Desk desk = new Desk(owner, service, database, publisher, topology);
        desks.layOn(desk, unroutedToo);
        return desk;
    }

    /** Begins to consume these queues of the service on this context, as soon as the topology is declared. */
    public void consume(String service, Database database, EventRoutes routes, List<Subscription> mine) {
        List<QueueConsumer> queues = mine.stream()
                .filter(subscription -> subscription.service().equals(service))
                .map(subscription -> queue(subscription, database, routes))
                .toList();
        hears |= !queues.isEmpty();
        start().onComplete(ready -> owner.runOnContext(now -> begin(queues)));
    }

    /** Stops deliveries; completes when what is in hand is handled and acknowledged. */
    public Future<Void> stopConsuming() {
        if (quiet == null) {
            stopping = true;
            quiet = onContext(() -> watchdog.stop().compose(stopped -> consumer.stop()));
        }
        return quiet;
    }

    /** Stops consuming, then publishing; what is not confirmed within two seconds stays in the outbox. */
    public Future<Void> close() {
        if (closed == null) {
            closed = stopConsuming().eventually(() -> onContext(this::stopPublishing));
        }
        return closed;
    }

    /** How it fares. */
    public BrokerHealth health() {
        return new BrokerHealth(
                publisher.isConnected(),
                publisher.away().or(() -> hears ? consumer.away() : Optional.empty()),
                publisher.isBlocked(),
                !hears || consumer.isConsuming(),
                relays.stream().mapToLong(relay -> relay.state().rows()).sum(),
                relays.stream().mapToLong(relay -> relay.state().parked()).sum(),
                relays.stream()
                        .map(relay -> relay.state().oldest())
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                consumer.lag(),
                consumer.inHand(),
                works.stream().mapToLong(QueueWork::stuck).sum(),
                watchdog.ready(),
                desks.unrouted(),
                desks.deadLetters(),
                watchdog.backlog());
    }

    private Future<Void> stopPublishing() {
        return Future.join(relays.stream().map(Relay::stop).toList()).transform(stopped -> publisher.close());
    }

    private void begin(List<QueueConsumer> queues) {
        if (!stopping) {
            consumer.add(queues);
            watchdog.start();
        }
    }

    private QueueConsumer queue(Subscription subscription, Database database, EventRoutes routes) {
        DeadLetters deadLetters = new DeadLetters(publisher, topology, codec, clock);
        QueueWork work = new QueueWork(subscription, database, routes, settings.trail(), HANDLING_LIMIT, tracing);
        works.add(work);
        SetAside aside = new SetAside(owner, subscription, work, deadLetters, () -> stopping);
        String name = topology.queue(subscription);
        Handling handling = new Handling(
                owner, name, settings.maxBatch(), work, aside, new Crashes(database, name), () -> stopping);
        return new QueueConsumer(owner, subscription, topology, settings, codec, handling, aside, clock);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        var answer = owner.<T>promise();
        owner.runOnContext(now -> work.get().onComplete(answer));
        return answer.future();
    }
}
