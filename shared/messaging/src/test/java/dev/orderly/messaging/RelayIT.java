package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.faults.FaultPoint;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.OutboxMessage;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was committed reaches the broker, whoever is away in between. */
class RelayIT {

    private static final String WAITING = "SELECT count(*) FROM outbox";
    private static final String ARCHIVED =
            "SELECT coalesce(sum(cardinality(event_ids)), 0)::bigint FROM outbox_archive";

    private static final String LEASE = "SELECT max(expires_at)::text FROM outbox_owners";

    private final Counter counter = new Counter();

    @AfterEach
    void close() {
        FaultPoint.observe((point, role) -> {});
        counter.close();
    }

    @Test
    void publishesAfterTheCommitAndRemovesWhatIsConfirmed() {
        relay();
        List<? extends Announcement<?>> events = Samples.cancelled(450);

        counter.announce(events);
        counter.until("the outbox is empty", () -> counter.rows(WAITING) == 0);

        assertThat(received()).containsExactlyElementsOf(events);
        assertThat(counter.rows(ARCHIVED)).isEqualTo(450);
    }

    @Test
    void drainsByItselfWhatGrewWhileTheBrokerWasAway() {
        Broker broker = relaying();
        counter.wire.freeze();
        counter.wire.cut();
        for (int i = 0; i < 30; i++) {
            counter.announce(Samples.cancelled(2));
        }
        assertThat(counter.rows(WAITING)).isEqualTo(30);
        counter.until(
                "health tells",
                () -> broker.health().waiting() == 30 && !broker.health().connected());

        counter.wire.thaw();
        counter.wire.cut();
        counter.until("the outbox is empty", () -> counter.rows(WAITING) == 0);

        assertThat(received())
                .extracting(Announcement::id)
                .doesNotHaveDuplicates()
                .hasSize(60);
    }

    @Test
    void publishesTheRowsOfAnOwnerWhoDied() {
        Outbox dead = new Outbox(counter.database, UUID.randomUUID(), true);
        List<? extends Announcement<?>> events = Samples.cancelled(2);
        Object ignored = counter.on(() -> counter.database
                .inTransaction(tx -> new Announcer(dead, counter.codec).announce(tx, events))
                .map("committed"));
        assertThat(counter.rows(WAITING)).isEqualTo(1);

        relay();
        counter.until("the outbox is empty", () -> counter.rows(WAITING) == 0);

        assertThat(received()).containsExactlyElementsOf(events);
    }

    @Test
    void parksARowThatNoBrokerWouldTakeAndPublishesTheRowsBehindIt() {
        Broker broker = relaying();
        OutboxMessage huge = new OutboxMessage(
                UUID.randomUUID(),
                "order.cancelled",
                Buffer.buffer(new byte[2 * 1024 * 1024]),
                List.of(UUID.randomUUID()));
        OutboxMessage nameless =
                new OutboxMessage(UUID.randomUUID(), "x".repeat(300), Buffer.buffer("{}"), List.of(UUID.randomUUID()));
        Object ignored = counter.on(() -> counter.database
                .inTransaction(tx -> counter.outbox.append(tx, List.of(huge, nameless)))
                .map("committed"));

        counter.announce(Samples.cancelled(1));
        counter.until("the good row is gone", () -> counter.rows(WAITING) == 2);

        assertThat(received()).hasSize(1);
        counter.until(
                "both are parked", () -> counter.rows("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL") == 2);
        assertThat(counter.rows("SELECT count(*) FROM outbox WHERE reason LIKE 'Refused: larger than%'"))
                .isEqualTo(1);
        counter.until("health tells", () -> broker.health().parked() == 2);
    }

    @Test
    void parksARowThatIsLargerThanAllTheRelayMayHold() {
        relay();
        OutboxMessage huge = row(33 * 1024 * 1024);

        append(List.of(huge, row(2)));

        counter.until(
                "it is parked", () -> counter.rows("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL") == 1);
        counter.until("the other is gone", () -> counter.rows(WAITING) == 1);
    }

    /** What has no room stays as it was written: nobody takes it only to give it back. */
    @Test
    void claimsNothingWhileItHoldsAllTheBytesThatItMay() {
        Broker broker = relaying();
        counter.until("it is connected", () -> broker.health().connected());
        counter.wire.freeze();
        append(Stream.concat(
                        Stream.generate(() -> row(EventCodec.MAX_MESSAGE_BYTES)).limit(32),
                        Stream.generate(() -> row(2)).limit(250))
                .toList());

        passTicks(3);

        assertThat(counter.rows(WAITING)).isEqualTo(282);
        assertThat(counter.rows("SELECT count(DISTINCT xmin::text) FROM outbox"))
                .isEqualTo(1);
    }

    /** A row that fails is tried once per tick; given back at once, it was tried hundreds of times between two. */
    @Test
    void leavesRowsThatFailForAReasonOfItsOwnToTheNextTick() {
        AtomicInteger failures = new AtomicInteger();
        FaultPoint.observe((point, role) -> {
            if (point == FaultPoint.RELAY_AFTER_CLAIM) {
                failures.incrementAndGet();
                throw new IllegalStateException("a bug of ours");
            }
        });
        append(Stream.generate(() -> row(2)).limit(200).toList());
        relay();

        counter.until("it has failed", () -> failures.get() >= 200);
        passTicks(2);
        assertThat(failures.get()).isLessThanOrEqualTo(200 * 20);

        FaultPoint.observe((point, role) -> {});
        counter.until("the outbox is empty", () -> counter.rows(WAITING) == 0);
    }

    /** Each tick renews the lease of the outbox. */
    private void passTicks(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            String before = counter.text(LEASE);
            counter.until("it has ticked", () -> !counter.text(LEASE).equals(before));
        }
    }

    private void append(List<OutboxMessage> rows) {
        Object ignored = counter.on(() -> counter.database
                .inTransaction(tx -> counter.outbox.append(tx, rows))
                .map("committed"));
    }

    private static OutboxMessage row(int bytes) {
        return new OutboxMessage(
                UUID.randomUUID(), "order.cancelled", Buffer.buffer(new byte[bytes]), List.of(UUID.randomUUID()));
    }

    @Test
    void sendsNewsToWhereNobodyHasToListenAndTheRestToUnroutedWhenNobodyDoes() {
        relay();
        counter.announce(List.of(Announcement.of("stock", 1, Instant.now(), new StockUpdated("tea", 1, 1))));
        counter.until("the news are out", () -> counter.rows(WAITING) == 0);
        assertThat(counter.topology.unroutedQueues()).allMatch(queue -> TestBroker.count(queue) == 0);

        counter.announce(List.of(
                Announcement.of("stock", 1, Instant.now(), new StockReleased(UUID.randomUUID(), List.of(), "x"))));
        counter.until("the event is out", () -> counter.rows(WAITING) == 0);
        assertThat(TestBroker.count(counter.topology.unrouted("stock"))).isEqualTo(1);
    }

    @Test
    void waitsForABrokerThatIsNotThereYet() {
        counter.wire.freeze();
        Broker broker = counter.broker();
        broker.relay("order", counter.outbox);
        var started = broker.start();
        counter.announce(Samples.cancelled(1));
        assertThat(started.isComplete()).isFalse();

        counter.wire.thaw();
        counter.wire.cut();

        Await.done(Duration.ofSeconds(30), started);
        counter.until("the outbox is empty", () -> counter.rows(WAITING) == 0);
        assertThat(received()).hasSize(1);
    }

    private void relay() {
        Broker ignored = relaying();
    }

    private Broker relaying() {
        Broker broker = counter.broker();
        Await.done(broker.start());
        broker.relay("order", counter.outbox);
        counter.until("the lease is there", () -> counter.rows("SELECT count(*) FROM outbox_owners") > 0);
        return broker;
    }

    /** Delivery is at least once: a message, which is a row of the outbox, may arrive again and tells nothing new then. */
    private List<Announcement<?>> received() {
        Set<String> arrived = new HashSet<>();
        return TestBroker.drain(counter.topology.queue(CANCELLED)).stream()
                .filter(message -> arrived.add(message.getProps().getMessageId()))
                .flatMap(message -> counter.codec.decode(Buffer.buffer(message.getBody())).stream())
                .toList();
    }
}
