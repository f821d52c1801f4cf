package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.rabbitmq.client.GetResponse;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import io.vertx.core.buffer.Buffer;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be handled ends in the dead letter queue with its cause; its neighbours come to no harm. */
class PoisonIT {

    private final Counter counter = new Counter();
    private final Listener<OrderCancelled> listener = Listener.ready();

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void buriesAnEventWhoseHandlerKeepsThrowingAfterFiveAttemptsAndHandlesItsNeighbours() {
        Announcement<OrderCancelled> poison = Samples.cancelled("poison");
        List<Announcement<OrderCancelled>> batch = new ArrayList<>(Samples.cancelled(20));
        batch.add(7, poison);
        listen(listener.failingWith(
                new IllegalStateException("a bug"), order -> order.reason().equals("poison")));

        counter.tell(batch);
        counter.tell(Samples.cancelled(3));
        GetResponse dead = theDead();

        assertThat(headers(dead))
                .containsEntry("x-cause", "failing")
                .containsEntry("x-exception", "IllegalStateException: a bug")
                .containsEntry("x-queue", counter.queue())
                .containsEntry("x-attempts", "5")
                .containsKeys("x-first-at", "x-last-at");
        assertThat(counter.codec.decode(Buffer.buffer(dead.getBody()))).isEqualTo(List.of(poison));
        counter.until("the neighbours are handled", () -> listener.done().size() == 23);
        assertNothingIsLeft();
        assertThat(counter.rows("SELECT count(*) FROM inbox")).isEqualTo(23);
    }

    @Test
    void buriesAtOnceWhatTheHandlerRefusesForGood() {
        listen(listener.failingWith(
                new PermanentFailure("no such order"), order -> order.reason().equals("poison")));
        Announcement<OrderCancelled> poison = Samples.cancelled("poison");

        counter.tell(List.of(poison));

        assertThat(headers(theDead()))
                .containsEntry("x-cause", "refused")
                .containsEntry("x-exception", "PermanentFailure: no such order")
                .containsEntry("x-attempts", "1");
        assertThat(listener.heard(poison.id())).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void buriesWhatIsNoEventAsItCame() {
        listen(listener);
        counter.tell(Buffer.buffer("not JSON"));
        counter.tell(Samples.cancelled(1));

        GetResponse dead = theDead();

        assertThat(headers(dead)).containsEntry("x-cause", "unreadable");
        assertThat(new String(dead.getBody(), StandardCharsets.UTF_8)).isEqualTo("not JSON");
        counter.until("the neighbour is handled", () -> listener.done().size() == 1);
        assertNothingIsLeft();
    }

    @Test
    void buriesOnlyTheBadElementOfABatch() {
        listen(listener);
        List<Announcement<OrderCancelled>> good = Samples.cancelled(2);
        Buffer batch = Buffer.buffer("[" + text(good.get(0)) + ",{\"specversion\":\"1.0\"}," + text(good.get(1)) + "]");

        counter.tell(batch);

        assertThat(theDead().getBody()).asString().isEqualTo("{\"specversion\":\"1.0\"}");
        counter.until("both are handled", () -> listener.done().size() == 2);
        assertNothingIsLeft();
    }

    /** The key let it in; what it says is another's, or comes to the wrong queue. */
    @Test
    void s44s47BelievesNoTypeButTheQueuesOwn() {
        listen(listener);
        List<Announcement<OrderFailed>> others = Samples.failed(1);

        counter.tell(others);
        counter.tell(Samples.cancelled(1));

        assertThat(headers(theDead()))
                .containsEntry("x-cause", "unreadable")
                .hasEntrySatisfying(
                        "x-exception", why -> assertThat(why.toString()).contains("order.failed", "queue"));
        counter.until("the neighbour is handled", () -> listener.done().size() == 1);
        assertNothingIsLeft();
    }

    /** A real broker is told to take no such message (S46): there it cannot come that far. */
    @Test
    void s46s47BuriesTenMegabytesWithoutReadingThem() {
        assumeFalse(TestBroker.isReal(), "RabbitMQ's max_message_size is 1 MiB");
        listen(listener);
        counter.tell(Buffer.buffer("[" + " ".repeat(10 * 1024 * 1024) + "]"));
        counter.tell(Samples.cancelled(1));

        assertThat(theDead().getBody()).hasSize(10 * 1024 * 1024 + 2);
        counter.until("the neighbour is handled", () -> listener.done().size() == 1);
    }

    @Test
    void buriesATypeThatNobodyHears() {
        counter.listen(new EventRoutes());
        counter.tell(Samples.cancelled(1));

        assertThat(headers(theDead())).containsEntry("x-cause", "refused");
        assertNothingIsLeft();
    }

    @Test
    void buriesAnEventThatEndedTheProcessFiveTimesButNoneOfItsNeighbours() {
        List<Announcement<OrderCancelled>> batch = Samples.cancelled(3);
        UUID killer = batch.get(1).id();
        Listener<OrderCancelled> first = Listener.heldUp();
        Broker broker = counter.consuming(new EventRoutes().on(OrderCancelled.class, first));
        counter.tell(batch);
        counter.until("delivered once", () -> !first.heard().isEmpty());
        remember(killer, 5);
        loseTheConnections(broker);
        first.release();
        counter.until("the killer is buried", () -> TestBroker.count(counter.dead()) == 1);

        assertThat(headers(theDead())).containsEntry("x-cause", "crashing").containsEntry("x-attempts", "5");
        counter.until("the queue is empty", () -> TestBroker.count(counter.queue()) == 0);
        counter.until("nothing is in hand", () -> broker.health().inHand() == 0);
        assertThat(first.heard(batch.get(0).id())).isEqualTo(2);
        assertThat(first.heard(batch.get(2).id())).isEqualTo(2);
        assertThat(first.heard(killer)).isEqualTo(1);
        counter.until("no attempts are kept", () -> counter.rows("SELECT count(*) FROM delivery_attempts") == 0);
    }

    @Test
    void buriesNothingWhileTheFailureIsTransient() {
        listen(listener.failingWith(
                new CompletionException(new ConnectException("away")),
                order -> listener.heard().size() < 12));

        counter.tell(Samples.cancelled(1));

        counter.until("it is handled in the end", () -> listener.done().size() == 1);
        assertThat(TestBroker.count(counter.dead())).isZero();
        assertNothingIsLeft();
    }

    private void listen(Listener<OrderCancelled> ear) {
        counter.listen(new EventRoutes().on(OrderCancelled.class, ear));
    }

    /** Until it has new ones, an acknowledgement could overtake the loss. */
    private void loseTheConnections(Broker broker) {
        int before = counter.wire.opened();
        counter.wire.cut();
        counter.until(
                "connected again",
                () -> counter.wire.opened() >= before + 3 && broker.health().consuming());
    }

    private void remember(UUID killer, int attempts) {
        counter.run("INSERT INTO delivery_attempts (queue, event_id, attempts) VALUES ('%s', '%s', %d)"
                .formatted(counter.queue(), killer, attempts));
    }

    private GetResponse theDead() {
        counter.until("somebody is dead", () -> TestBroker.count(counter.dead()) > 0);
        List<GetResponse> dead = TestBroker.drain(counter.dead());
        assertThat(dead).hasSize(1);
        return dead.get(0);
    }

    private void assertNothingIsLeft() {
        counter.until("the queue is empty", () -> TestBroker.count(counter.queue()) == 0);
        assertThat(TestBroker.count(counter.dead())).isZero();
        assertThat(counter.topology.unroutedQueues()).allMatch(queue -> TestBroker.count(queue) == 0);
    }

    private String text(Announcement<?> event) {
        return counter.codec.encode(List.of(event)).toString();
    }

    private static Map<String, String> headers(GetResponse message) {
        return Objects.requireNonNull(message.getProps().getHeaders()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().toString()));
    }
}
