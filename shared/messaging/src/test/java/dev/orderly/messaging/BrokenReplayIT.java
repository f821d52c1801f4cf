package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.StockEvent.StockReleased;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a letter while its replay is under way, or when the replay breaks off, loses nothing. */
class BrokenReplayIT {

    private static final String ANN = "ann";

    private final Counter counter = new Counter();
    private final Listener<OrderCancelled> listener = Listener.ready();
    private final Desk desk = counter.deskOf(new EventRoutes().on(OrderCancelled.class, listener));
    private final LetterTable table = new LetterTable("stock", counter.database);

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void keepsALetterThatCameBackBeforeItsReplayWasNoted() {
        Buffer unwanted = counter.codec.encode(List.of(
                Announcement.of("stock", 1, Instant.now(), new StockReleased(UUID.randomUUID(), List.of(), "x"))));
        UUID id = UUID.randomUUID();
        tellNobody(id, unwanted);
        counter.until("it waits", () -> state(id).equals("waiting"));

        begin();
        tellNobody(id, unwanted);
        counter.until("it waits again", () -> state(id).equals("waiting"));
        note(id);

        assertThat(state(id)).isEqualTo("waiting");
    }

    @Test
    void leavesALetterDroppedThatWasDroppedDuringItsReplay() {
        UUID id = poison(1).get(0);
        begin();
        assertThat(counter.on(() -> desk.drop(LetterFilter.only(id), ANN))).hasSize(1);

        note(id);

        assertThat(state(id)).isEqualTo("dropped");
    }

    @Test
    void offersToTheNextReplayAtOnceWhatABrokenOneDidNotSend() {
        List<UUID> ids = poison(3);
        counter.run("UPDATE dead_letters SET content_type = repeat('x', 300)");
        assertThatThrownBy(() -> counter.on(() -> desk.replay(LetterFilter.all(10), ANN)))
                .hasStackTraceContaining("Short string too long");
        assertThat(ids).extracting(this::state).containsOnly("waiting");

        counter.run("UPDATE dead_letters SET content_type = '" + EventCodec.contentType(1) + "'");
        listener.mended();

        counter.until("they are sent", () -> replayIfConnected().size() == 3);
        counter.until("all are handled", () -> listener.done().size() == 3);
    }

    private List<UUID> poison(int count) {
        listener.fails(new PermanentFailure("never"));
        Samples.cancelled(count).forEach(event -> counter.tell(List.of(event)));
        counter.until(
                count + " letters wait",
                () -> counter.on(() -> desk.list(LetterFilter.all(10))).size() == count);
        return counter.on(() -> desk.list(LetterFilter.all(10))).stream()
                .map(Letter::id)
                .toList();
    }

    private List<Letter> replayIfConnected() {
        return counter.on(() -> desk.replay(LetterFilter.all(10), ANN).otherwise(List.of()));
    }

    private void tellNobody(UUID id, Buffer body) {
        TestBroker.publish(counter.topology.exchangeOf("stock.released"), "stock.released", id.toString(), body);
    }

    private void begin() {
        counter.run("UPDATE dead_letters SET state = 'replaying', moved_at = clock_timestamp()");
    }

    private void note(UUID id) {
        Object ignored = counter.on(() -> table.replayed(id).map("noted"));
    }

    private String state(UUID id) {
        return counter.text("SELECT max(state) FROM dead_letters WHERE id = '" + id + "'");
    }
}
