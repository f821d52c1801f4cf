package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.persistence.OutboxMessage;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What could not be handled waits for a person, who looks at it, has it sent again, or drops it. */
class DeskIT {

    private static final String ANN = "ann";

    private final Counter counter = new Counter();
    private final Listener<OrderCancelled> listener = Listener.ready();
    private final Listener<OrderFailed> other = Listener.ready();
    private final Desk desk =
            counter.deskOf(new EventRoutes().on(OrderCancelled.class, listener).on(OrderFailed.class, other));

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void showsWhatAHandlerThrewAndReplaysItToItsQueueOnceItIsMended() {
        listener.fails(new IllegalStateException("a bug", new ArithmeticException("deep down")));
        Announcement<OrderCancelled> poison = Samples.cancelled("poison");
        counter.tell(List.of(poison));
        Letter letter = only(waiting(1));

        OpenLetter open = open(letter.id());

        assertThat(letter.cause()).isEqualTo("failing");
        assertThat(letter.detail()).isEqualTo("IllegalStateException: a bug");
        assertThat(letter.attempts()).isEqualTo(5);
        assertThat(letter.queue()).isEqualTo(CANCELLED.queue());
        assertThat(letter.eventId()).hasValue(poison.id().toString());
        assertThat(letter.subject()).hasValue(poison.event().orderId().toString());
        assertThat(letter.firstAt()).isBefore(letter.lastAt());
        assertThat(open.stack())
                .contains("IllegalStateException: a bug")
                .contains("at dev.orderly")
                .contains("caused by ArithmeticException: deep down");
        assertThat(counter.codec.decode(Buffer.buffer(open.body()))).isEqualTo(List.of(poison));

        listener.mended();
        List<Letter> sent = counter.on(() -> desk.replay(LetterFilter.only(letter.id()), ANN));

        assertThat(sent).extracting(Letter::id).containsExactly(letter.id());
        counter.until("it is handled", () -> listener.done().contains(poison.id()));
        assertThat(list(LetterFilter.all(10))).isEmpty();
        assertThat(open(letter.id()).letter().state()).isEqualTo("replayed");
        assertThat(journal()).isEqualTo("ann replay ids [" + letter.id() + "]");
        assertThat(other.heard()).isEmpty();
    }

    @Test
    void laysEveryKindOfPoisonOnTheDeskWithItsCause() {
        String ghost = text(Samples.cancelled("x")).replace("order.cancelled", "order.haunted");
        String wrong = text(Samples.cancelled("x")).replaceFirst("\"orderId\":\"[^\"]*\"", "\"orderId\":7");
        counter.tell(Buffer.buffer("not JSON"));
        counter.tell(Buffer.buffer(ghost));
        counter.tell(Buffer.buffer(wrong));
        counter.tell(Buffer.buffer("[".repeat(5_000)));
        counter.tell(Buffer.buffer("{\"nul\":\"\\u0000\",\"id\":\"\\u0000\"}"));
        List<Announcement<OrderCancelled>> neighbours = Samples.cancelled(5);
        counter.tell(neighbours);

        List<Letter> letters = waiting(5);

        counter.until("the neighbours are handled", () -> listener.done().size() == 5);
        assertThat(letters).extracting(Letter::cause).containsOnly("unreadable");
        assertThat(letters).extracting(Letter::detail).anyMatch(detail -> detail.contains("unknown type of event"));
        assertThat(letters).extracting(Letter::type).contains(Optional.of("order.haunted"));
        assertThat(letters).extracting(Letter::detail).anyMatch(detail -> detail.contains("nesting depth"));
    }

    @Test
    void laysWhatIsTooLargeToReadOnTheDesk() {
        assumeFalse(TestBroker.isReal(), "RabbitMQ's max_message_size is 1 MiB");
        counter.tell(Buffer.buffer("[" + " ".repeat(10 * 1024 * 1024) + "]"));

        assertThat(only(waiting(1)).bytes()).isEqualTo(10L * 1024 * 1024 + 2);
    }

    @Test
    void replaysAllOfOneOrderInItsSequenceAndNothingElse() {
        UUID order = UUID.randomUUID();
        listener.fails(new PermanentFailure("not yet"));
        List<Announcement<OrderCancelled>> events = new ArrayList<>();
        for (long sequence : List.of(3, 1, 2)) {
            events.add(
                    Announcement.of("order", sequence, Instant.now(), new OrderCancelled(order, ANN, "r" + sequence)));
        }
        events.forEach(event -> counter.tell(List.of(event)));
        counter.tell(Samples.cancelled(2));
        awaitWaiting(5);
        listener.mended();
        int before = listener.heard().size();

        LetterFilter ofOrder = new LetterFilter(
                Set.of(), Optional.empty(), Optional.empty(), Optional.of(order.toString()), Duration.ZERO, 100);
        assertThat(counter.on(() -> desk.rehearse(ofOrder))).hasSize(3);
        assertThat(listener.heard()).hasSize(before);
        assertThat(counter.on(() -> desk.replay(ofOrder, ANN))).hasSize(3);

        counter.until("three are handled", () -> listener.done().size() == 3);
        assertThat(listener.heard().subList(before, before + 3))
                .containsExactly(
                        events.get(1).id(), events.get(2).id(), events.get(0).id());
        assertThat(waiting(2)).hasSize(2);
    }

    @Test
    void findsLettersByQueueCauseAndAgeAndDropsThemForGood() {
        listener.fails(new PermanentFailure("never"));
        counter.tell(Samples.cancelled(2));
        counter.tell(Buffer.buffer("not JSON"));
        awaitWaiting(3);

        assertThat(list(by(CANCELLED.queue() + ".dead", "", Duration.ZERO))).hasSize(3);
        assertThat(list(by("Stock_OtherQueue", "", Duration.ZERO))).isEmpty();
        assertThat(list(by("", "unreadable", Duration.ZERO))).hasSize(1);
        assertThat(list(by("", "", Duration.ofHours(1)))).isEmpty();
        List<Letter> dropped = counter.on(() -> desk.drop(by("", "refused", Duration.ZERO), "bob"));

        assertThat(dropped).hasSize(2);
        assertThat(list(LetterFilter.all(10))).extracting(Letter::cause).containsExactly("unreadable");
        assertThat(open(dropped.get(0).id()).letter().state()).isEqualTo("dropped");
        assertThat(journal()).isEqualTo("bob drop cause refused");
    }

    @Test
    void givesAParkedRowBackToTheRelayOrKeepsItAsDropped() {
        Broker broker = counter.broker();
        Await.done(broker.start());
        broker.relay("stock", counter.outbox);
        List<OutboxMessage> rows = IntStream.range(0, 2)
                .mapToObj(i -> new OutboxMessage(
                        UUID.randomUUID(),
                        "order.cancelled",
                        Buffer.buffer(new byte[2 * 1024 * 1024]),
                        List.of(UUID.randomUUID())))
                .toList();
        Object ignored = counter.on(() -> counter.database
                .inTransaction(tx -> counter.outbox.append(tx, rows))
                .map("committed"));
        List<Letter> parked = waiting(2);
        assertThat(parked).extracting(Letter::queue).containsOnly(Desk.OUTBOX);
        assertThat(parked).extracting(Letter::detail).allMatch(detail -> detail.contains("larger than"));

        counter.run("UPDATE outbox SET body = convert_to('" + text(Samples.cancelled("mended"))
                + "', 'UTF8') WHERE id = '" + rows.get(0).id() + "'");
        assertThat(counter.on(() -> desk.replay(LetterFilter.only(rows.get(0).id()), ANN)))
                .hasSize(1);
        assertThat(counter.on(() -> desk.drop(LetterFilter.only(rows.get(1).id()), ANN)))
                .hasSize(1);

        counter.until("the mended row is heard", () -> listener.done().size() == 1);
        counter.until("the outbox is empty", () -> counter.rows("SELECT count(*) FROM outbox") == 0);
        assertThat(open(rows.get(1).id()).letter().state()).isEqualTo("dropped");
    }

    /** A type that is too long, one that is none, and one that only its encoding makes too long: the client refuses that, not we. */
    @ParameterizedTest
    @MethodSource("unroutable")
    void parksARowThatCannotBeWrittenAsAMessageAndSendsWhatIsBehindIt(String type, String why) {
        Broker broker = counter.broker();
        Await.done(broker.start());
        broker.relay("stock", counter.outbox);
        OutboxMessage poison = row(type, Samples.cancelled("poison"));
        List<OutboxMessage> rows = List.of(
                row("order.cancelled", Samples.cancelled("ahead")),
                poison,
                row("order.cancelled", Samples.cancelled("behind")));
        Object ignored = counter.on(() -> counter.database
                .inTransaction(tx -> counter.outbox.append(tx, rows))
                .map("committed"));

        Letter parked = only(waiting(1));
        counter.until("its neighbours are heard", () -> listener.done().size() == 2);
        assertThat(parked.id()).isEqualTo(poison.id());
        assertThat(parked.queue()).isEqualTo(Desk.OUTBOX);
        assertThat(parked.detail()).contains(why);

        counter.run("UPDATE outbox SET type = 'order.cancelled' WHERE id = '" + poison.id() + "'");
        assertThat(counter.on(() -> desk.replay(LetterFilter.only(poison.id()), ANN)))
                .hasSize(1);
        counter.until("the mended row is heard", () -> listener.done().size() == 3);
        counter.until("the outbox is empty", () -> counter.rows("SELECT count(*) FROM outbox") == 0);
    }

    static Stream<Arguments> unroutable() {
        return Stream.of(
                Arguments.of("x".repeat(300), "no type that could be routed"),
                Arguments.of(" ", "no type that could be routed"),
                Arguments.of("\u20ac".repeat(180), "Short string too long"));
    }

    private OutboxMessage row(String type, Announcement<?> event) {
        return new OutboxMessage(UUID.randomUUID(), type, counter.codec.encode(List.of(event)), List.of(event.id()));
    }

    @Test
    void sendsAgainWhatACrashLeftHalfReplayedAndLeavesAloneWhatSomebodyJustBegan() {
        listener.fails(new PermanentFailure("never"));
        counter.tell(Samples.cancelled(1));
        Letter letter = only(waiting(1));
        counter.run("UPDATE dead_letters SET state = 'replaying', moved_at = clock_timestamp()");
        assertThat(counter.on(() -> desk.replay(LetterFilter.all(10), ANN))).isEmpty();

        counter.run("UPDATE dead_letters SET moved_at = clock_timestamp() - interval '2 minutes'");
        listener.mended();

        assertThat(counter.on(() -> desk.replay(LetterFilter.all(10), ANN)))
                .extracting(Letter::id)
                .containsExactly(letter.id());
        counter.until("it is handled", () -> listener.done().size() == 1);
    }

    private void awaitWaiting(int count) {
        counter.until(count + " letters wait", () -> list(LetterFilter.all(100)).size() == count);
    }

    private List<Letter> waiting(int count) {
        awaitWaiting(count);
        return list(LetterFilter.all(100));
    }

    private List<Letter> list(LetterFilter filter) {
        return counter.on(() -> desk.list(filter));
    }

    private OpenLetter open(UUID id) {
        return counter.on(() -> desk.open(id)).orElseThrow();
    }

    private String journal() {
        return counter.text(
                "SELECT string_agg(operator || ' ' || act || ' ' || chosen, ', ' ORDER BY id) FROM operator_journal");
    }

    private String text(Announcement<?> event) {
        return counter.codec.encode(List.of(event)).toString();
    }

    private static Letter only(List<Letter> letters) {
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static LetterFilter by(String queue, String cause, Duration age) {
        return new LetterFilter(
                Set.of(),
                Optional.of(queue).filter(name -> !name.isEmpty()),
                Optional.of(cause).filter(name -> !name.isEmpty()),
                Optional.empty(),
                age,
                100);
    }
}
