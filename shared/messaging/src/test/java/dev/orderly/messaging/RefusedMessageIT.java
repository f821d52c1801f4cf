package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static dev.orderly.messaging.Samples.QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a broker does not take: a message whose head cannot be written as frames is refused by itself, and its neighbours travel on; one
 * for which there is no room is tried again.
 */
class RefusedMessageIT {

    private final Vertx vertx = Vertx.vertx();
    private final BrokerSettings settings = TestBroker.settings();
    private final Topology topology = new Topology(settings, QUEUES);
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final Publisher publisher = new Publisher(context, settings, topology);

    @AfterEach
    void close() {
        Await.done(publisher.close());
        Await.done(vertx.close());
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("a header that has no encoding", "bad", Map.of("x-detail", new StringBuilder("y"))),
                Arguments.of("a header whose name is too long", "bad", Map.of("x".repeat(300), "y")),
                Arguments.of("an id that is too long", "x".repeat(300), Map.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void isRefusedAloneWhenItsHeadCannotBeWritten(String what, String id, Map<String, Object> headers) {
        Await.done(publisher.start());
        Future<Void> ahead = publisher.publish(message("ahead", Map.of()));
        Future<Void> refused = publisher.publish(message(id, headers));
        Future<Void> behind = publisher.publish(message("behind", Map.of()));

        Await.done(ahead);
        Await.done(behind);
        Await.until(what + " is answered", refused::isComplete);
        assertThat(refused.cause()).as(what).isInstanceOf(Refused.class);
        List<String> arrived = TestBroker.drain(topology.queue(CANCELLED)).stream()
                .map(received -> received.getProps().getMessageId())
                .distinct()
                .toList();
        assertThat(arrived).containsExactlyInAnyOrder("ahead", "behind");
    }

    /** The queue that has room gets a copy of each attempt: consumers know repeated events. */
    @Test
    void s46TriesAgainUntilAFullQueueHasRoom() {
        assumeTrue(TestBroker.isReal(), "the embedded broker's queues have no bounds");
        String type = CANCELLED.type().wireName();
        String small = topology.queue(CANCELLED) + ".small";
        Await.done(publisher.start());
        TestBroker.declareBounded(small, 1);
        TestBroker.bind(small, topology.exchangeOf(type), type);
        Await.done(publisher.publish(message("first", Map.of())));

        Future<Void> second = publisher.publish(message("second", Map.of()));
        Await.until("it was tried again, twice", () -> TestBroker.count(topology.queue(CANCELLED)) >= 4);

        assertThat(second.isComplete()).isFalse();
        assertThat(TestBroker.drain(small)).hasSize(1);
        Await.done(second);
        assertThat(TestBroker.drain(small))
                .extracting(received -> received.getProps().getMessageId())
                .containsExactly("second");
        TestBroker.delete(small);
    }

    private Outgoing message(String id, Map<String, Object> headers) {
        String type = CANCELLED.type().wireName();
        return new Outgoing(topology.exchangeOf(type), type, "text/plain", id, headers, Buffer.buffer("x"));
    }
}
