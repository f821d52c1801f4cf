package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static dev.orderly.messaging.Samples.FAILED;
import static dev.orderly.messaging.Samples.QUEUES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The eight traps of the RabbitMQ client, each with what happens here instead. */
@Tag("alone")
class TrapsIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final DatabaseSettings DATABASE = TestDatabase.fresh();

    private final EventCodec codec = new EventCodec();
    private final List<Broker> brokers = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal context = context();
    private final Wire wire = new Wire(vertx, TestBroker.uri());
    private final Database database = Database.open(vertx, DATABASE);
    private BrokerSettings settings = TestBroker.through(wire, TestBroker.settings());
    private final Topology topology = new Topology(settings, QUEUES);

    @BeforeEach
    void quickHeartbeat() {
        settings = Tuned.times(settings, Duration.ofSeconds(5), Duration.ofSeconds(4));
    }

    @AfterEach
    void close() {
        brokers.forEach(broker -> Await.result(broker.close()));
        wire.close();
        Await.done(vertx.close());
    }

    @Test
    void trap1DeliversAllFiftyThatWereUnderWayWhenTheBrokerFrozeAndDied() {
        Publisher publisher = started(new Publisher(context, settings, topology));
        Await.done(publisher.publish(message("warm-up")));
        TestBroker.freeze();
        freezeTheWireOfAnEmbeddedBroker();
        List<Future<Void>> confirmed = publish(publisher, 50);

        TestBroker.kill();
        TestBroker.start();
        wire.thaw();

        Await.done(Future.all(confirmed));
        assertThat(received()).containsAll(names(50));
        Await.done(publisher.close());
    }

    @Test
    void trap2CompletesEveryPublishAlsoWhenHandedOverBeforeTheStartAndNeverAnswered() {
        settings = Tuned.times(settings, HOUR, Duration.ofSeconds(1));
        Publisher publisher = new Publisher(context, settings, topology);
        List<Future<Void>> early = publish(publisher, 50);
        Await.done(publisher.start());
        Await.done(Future.all(early));

        wire.swallowAnswers();
        List<Future<Void>> unanswered = publish(publisher, 50);

        Await.done(Duration.ofSeconds(20), Future.all(unanswered));
        Await.done(publisher.close());
    }

    @Test
    void trap3ConfirmsAgainAfterAChannelError() {
        settings = Tuned.times(settings, HOUR, HOUR);
        Publisher publisher = started(new Publisher(context, settings, topology));
        Await.done(publisher.publish(message("before")));
        Outgoing lost =
                new Outgoing(settings.prefix() + "nowhere", "x", "text/plain", "lost", Map.of(), Buffer.buffer("x"));
        Future<Void> misdirected = publisher.publish(lost);

        for (int i = 0; i < 3; i++) {
            Await.done(publisher.publish(message("after " + i)));
        }

        assertThat(misdirected.isComplete()).isFalse();
        Await.done(publisher.close());
    }

    @Test
    void trap4KeepsToThePrefetchOnEveryConnection() {
        settings = Tuned.prefetch(settings, 10);
        Listener<OrderCancelled> listener = Listener.heldUp();
        Broker broker = consuming(new EventRoutes().on(OrderCancelled.class, listener));
        List<Announcement<OrderCancelled>> events = tell(Samples.cancelled(60));
        Await.until("a first batch is here", () -> !listener.heard().isEmpty());

        reconnected(() -> TestBroker.closeAllConnections(wire), broker);
        Await.until("messages come again", () -> broker.health().inHand() >= perQueue(10));

        assertHeldBack(broker, 10, 60);
        listener.release();
        Await.until("all are handled", () -> listener.done().containsAll(ids(events)));
    }

    @Test
    void trap5AcknowledgesEachMessageOnceSoThatAQueueHarmsNoOther() {
        settings = Tuned.times(settings, HOUR, HOUR);
        Listener<OrderCancelled> slow = Listener.heldUp();
        Listener<OrderFailed> quick = Listener.ready();
        Broker broker =
                consuming(new EventRoutes().on(OrderCancelled.class, slow).on(OrderFailed.class, quick));
        List<Announcement<OrderCancelled>> innocent = tell(Samples.cancelled(20));
        Await.until("the slow queue has its messages", () -> broker.health().inHand() == 20);
        List<Announcement<OrderFailed>> others = tell(Samples.failed(20));
        Await.until("the quick queue is through", () -> quick.done().containsAll(ids(others)));

        slow.release();
        Await.until("the slow queue is through", () -> slow.done().containsAll(ids(innocent)));
        Await.until("all are acknowledged", () -> broker.health().inHand() == 0);
        List<Announcement<OrderFailed>> last = tell(Samples.failed(1));
        Await.until("the channel still delivers", () -> quick.done().containsAll(ids(last)));
        int connections = wire.opened();
        Await.done(broker.stopConsuming());

        assertThat(connections).isEqualTo(3);
        assertThat(slow.heard()).hasSize(20).doesNotHaveDuplicates();
        assertThat(quick.heard()).hasSize(21).doesNotHaveDuplicates();
        assertThat(TestBroker.count(topology.queue(CANCELLED)) + TestBroker.count(topology.queue(FAILED)))
                .isZero();
    }

    @Test
    void trap6SubscribesAnewWhenTheQueueIsDeleted() {
        Listener<OrderCancelled> listener = Listener.ready();
        Broker broker = consuming(new EventRoutes().on(OrderCancelled.class, listener));
        List<Announcement<OrderCancelled>> before = tell(Samples.cancelled(1));
        Await.until("the first is handled", () -> listener.done().containsAll(ids(before)));

        TestBroker.delete(topology.queue(CANCELLED));
        Await.until(
                "somebody consumes it again",
                Duration.ofSeconds(20),
                () -> TestBroker.isConsumed(topology.queue(CANCELLED)));
        List<Announcement<OrderCancelled>> after = tell(Samples.cancelled(5));

        Await.until(
                "the others are handled",
                Duration.ofSeconds(15),
                () -> listener.done().containsAll(ids(after)));
        assertThat(broker.health().consuming()).isTrue();
    }

    @Test
    void trap7TakesNoMoreThanThePrefetchAndDropsNothing() {
        settings = Tuned.prefetch(settings, 20);
        Listener<OrderCancelled> listener = Listener.heldUp();
        Broker broker = consuming(new EventRoutes().on(OrderCancelled.class, listener));
        List<Announcement<OrderCancelled>> events = tell(Samples.cancelled(300));

        Await.until("the prefetch is here", () -> broker.health().inHand() >= perQueue(20));
        assertHeldBack(broker, 20, 300);
        listener.release();
        Await.until("all are handled", () -> listener.done().containsAll(ids(events)));
        Await.done(broker.stopConsuming());

        assertThat(TestBroker.count(topology.queue(CANCELLED))).isZero();
    }

    @Test
    void trap8GivesEachMessageATagOfItsOwnWhoeverPublishes() {
        settings = Tuned.times(settings, HOUR, HOUR);
        Publisher publisher = started(new Publisher(context, settings, topology));
        List<Future<Void>> confirmed = new ArrayList<>(publish(publisher, 2_000));
        List<Context> others = List.of(context(), context());
        others.forEach(other -> confirmed.add(Future.future(done -> other.runOnContext(
                now -> Future.all(publish(publisher, 2_000)).<Void>mapEmpty().onComplete(done)))));

        Await.done(Future.all(confirmed));

        assertThat(wire.opened()).isEqualTo(1);
        assertThat(TestBroker.count(topology.queue(CANCELLED))).isEqualTo(6_000);
        Await.done(publisher.close());
    }

    /** Qpid counts what is delivered as still in the queue. */
    private void assertHeldBack(Broker broker, int prefetch, int told) {
        assertThat(TestBroker.count(topology.queue(CANCELLED))).isEqualTo(TestBroker.isReal() ? told - prefetch : told);
        assertThat(broker.health().inHand()).isEqualTo(perQueue(prefetch));
    }

    /** Qpid shares the prefetch among the queues of a channel, of which there are two here. */
    private static int perQueue(int prefetch) {
        return TestBroker.isReal() ? prefetch : prefetch * QUEUES.size();
    }

    private void freezeTheWireOfAnEmbeddedBroker() {
        if (!TestBroker.isReal()) {
            wire.freeze();
        }
    }

    private ContextInternal context() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    private static Publisher started(Publisher publisher) {
        Await.done(publisher.start());
        return publisher;
    }

    private Broker consuming(EventRoutes routes) {
        Broker broker = Broker.open(context, settings, QUEUES, Clock.systemUTC());
        brokers.add(broker);
        Await.done(broker.start());
        broker.consume("stock", database, routes, QUEUES);
        Await.until("consuming", () -> broker.health().consuming() && wire.opened() >= 3);
        return broker;
    }

    private void reconnected(Runnable loss, Broker broker) {
        int before = wire.opened();
        loss.run();
        Await.until(
                "connected again",
                () -> wire.opened() >= before + 3 && broker.health().consuming());
    }

    private <E extends Event> List<Announcement<E>> tell(List<Announcement<E>> events) {
        events.forEach(event ->
                TestBroker.publish(topology.exchangeOf(event.type()), event.type(), codec.encode(List.of(event))));
        return events;
    }

    private List<Future<Void>> publish(Publisher publisher, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> publisher.publish(message("m" + i)))
                .toList();
    }

    private Outgoing message(String name) {
        String type = CANCELLED.type().wireName();
        return new Outgoing(topology.exchangeOf(type), type, "text/plain", name, Map.of(), Buffer.buffer(name));
    }

    private Set<String> received() {
        return TestBroker.drain(topology.queue(CANCELLED)).stream()
                .map(message -> message.getProps().getMessageId())
                .collect(Collectors.toSet());
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    private static List<UUID> ids(List<? extends Announcement<?>> events) {
        return events.stream().map(Announcement::id).collect(Collectors.toList());
    }
}
