package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static dev.orderly.messaging.Samples.QUEUES;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Subscription;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** A small shop with one context: database, broker behind a wire, outbox; closes all of it. */
final class Counter implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    final Wire wire = new Wire(vertx, TestBroker.uri());
    final EventCodec codec = new EventCodec();
    final DatabaseSettings schema = TestDatabase.fresh();
    final Database database = on(() -> Future.succeededFuture(Database.open(vertx, schema)));
    final BrokerSettings settings = Tuned.trail(TestBroker.through(wire, TestBroker.settings()));
    final Topology topology;
    final Outbox outbox = new Outbox(database, UUID.randomUUID(), true);
    final Announcer announcer = new Announcer(outbox, codec);
    private final List<Subscription> shop;
    private final List<Broker> brokers = new ArrayList<>();

    Counter() {
        this(QUEUES);
    }

    /** In a shop with these queues, not all of which are consumed here. */
    Counter(List<Subscription> shop) {
        this.shop = shop;
        this.topology = new Topology(settings, shop);
    }

    Broker broker() {
        Broker broker = Broker.open(context, settings, shop, Clock.systemUTC());
        brokers.add(broker);
        return broker;
    }

    /** Consumes, with a desk for what cannot be handled and what nobody wants. */
    Desk deskOf(EventRoutes routes) {
        Broker broker = consuming(routes);
        return broker.desk("stock", database, true);
    }

    Broker consuming(EventRoutes routes) {
        Broker broker = broker();
        Await.done(broker.start());
        broker.consume("stock", database, routes, QUEUES);
        Await.until(
                "consuming",
                () -> broker.health().consuming() && broker.health().connected());
        return broker;
    }

    void listen(EventRoutes routes) {
        Broker ignored = consuming(routes);
    }

    /** Runs on the context that owns database and broker. */
    <T> T on(Supplier<Future<T>> work) {
        return Await.result(
                Future.future(done -> context.runOnContext(now -> work.get().onComplete(done))));
    }

    /** Commits a change that announces these events. */
    void announce(List<? extends Announcement<?>> events) {
        Object ignored = on(() ->
                database.inTransaction(tx -> announcer.announce(tx, events)).map("done"));
    }

    /** Publishes past the outbox, as a stranger would. */
    void tell(Buffer body) {
        String type = CANCELLED.type().wireName();
        TestBroker.publish(topology.exchangeOf(type), type, body);
    }

    <E extends Event> void tell(List<Announcement<E>> events) {
        tell(codec.encode(events));
    }

    String queue() {
        return topology.queue(CANCELLED);
    }

    String dead() {
        return topology.deadLetterQueue(CANCELLED);
    }

    @SuppressWarnings("CompileTimeConstant")
    long rows(String sql) {
        return on(() -> database.read(sql, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    @SuppressWarnings("CompileTimeConstant")
    String text(String sql) {
        return on(() -> database.read(sql, Tuple.tuple())
                .map(rows -> String.valueOf(rows.iterator().next().getString(0))));
    }

    @SuppressWarnings("CompileTimeConstant")
    void run(String sql) {
        Object ignored = on(() -> database.read(sql, Tuple.tuple()));
    }

    void until(String what, Supplier<Boolean> holds) {
        Await.until(what, Duration.ofSeconds(60), holds::get);
    }

    @Override
    public void close() {
        brokers.forEach(broker -> Await.done(broker.close()));
        wire.close();
        Await.done(vertx.close());
    }
}
