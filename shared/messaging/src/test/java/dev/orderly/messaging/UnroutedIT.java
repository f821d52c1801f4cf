package dev.orderly.messaging;

import static dev.orderly.messaging.Samples.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.Subscription;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no queue takes is sorted by the broker: each service has on its desk what it may say again, and nothing hides that. */
class UnroutedIT {

    private static final String ANN = "ann";
    private static final String OWN = "stock.released";
    private static final String FOREIGN = "payment.refunded";
    private static final Subscription OF_PAYMENT = new Subscription("payment", EventType.STOCK_RESERVED);

    /** Stock's own process, in a shop in which payment has another. */
    private final Counter counter = new Counter(List.of(CANCELLED, Samples.FAILED, OF_PAYMENT));

    private final Topology topology = counter.topology;

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void keepsWhatNobodyWantedAndSendsItToWhoeverHearsItByThen() {
        Desk desk = desk();
        StockReleased released = new StockReleased(UUID.randomUUID(), List.of(), "x");
        Announcement<StockReleased> unwanted = Announcement.of("stock", 1, Instant.now(), released);
        TestBroker.publish(topology.exchangeOf(OWN), OWN, counter.codec.encode(List.of(unwanted)));
        Letter letter = only(waiting(desk, 1));

        assertThat(letter.queue()).isEqualTo(Desk.UNROUTED);
        assertThat(letter.cause()).isEqualTo("unrouted");
        assertThat(counter.on(() -> desk.replay(LetterFilter.all(10), ANN))).hasSize(1);
        assertThat(only(waiting(desk, 1)).subject()).hasValue(released.orderId().toString());

        TestBroker.bind(counter.queue(), topology.exchangeOf(OWN), OWN);
        assertThat(counter.on(() -> desk.replay(LetterFilter.all(10), ANN))).hasSize(1);

        Letter heard = only(waitingOf(desk, CANCELLED.queue()));
        assertThat(heard.detail()).contains("stock.released is not what this queue is for");
    }

    @Test
    void leavesToAnotherServicesProcessWhatOnlyThatServiceMaySayAgain() {
        Broker broker = consuming();
        Desk desk = broker.desk("stock", counter.database, true);
        publish(FOREIGN, 1);
        publish(OWN, 1);
        TestBroker.publish(topology.direct(), counter.queue() + ".gone", Buffer.buffer("of stock, too"));
        TestBroker.publish(topology.direct(), topology.queue(OF_PAYMENT) + ".gone", Buffer.buffer("of payment, too"));
        TestBroker.publish(topology.exchangeOf("order.haunted"), "order.haunted", Buffer.buffer("of nobody"));

        List<Letter> ours = waiting(desk, 3);

        assertThat(ours).extracting(Letter::queue).containsOnly(Desk.UNROUTED);
        assertThat(
                        counter.text(
                                "SELECT string_agg(exchange || ' ' || routing_key, ', ' ORDER BY routing_key) FROM dead_letters"))
                .isEqualTo("orderly.direct " + CANCELLED.queue()
                        + ".gone, orderly.events order.haunted, orderly.events stock.released");
        assertThat(TestBroker.count(topology.unrouted("payment"))).isEqualTo(2);
        counter.until("all of them count", () -> broker.health().unrouted() == 5);
    }

    /** They were looked through for ours, 200 at most, when all lay in one queue. */
    @Test
    void findsOurOwnWhateverOthersHaveSaidBefore() {
        Desk desk = desk();
        TestBroker.publishAll(topology.exchangeOf(FOREIGN), FOREIGN, 300);
        publish(OWN, 1);

        assertThat(only(waiting(desk, 1)).detail()).contains(OWN);
        assertThat(TestBroker.count(topology.unrouted("payment"))).isEqualTo(300);
    }

    @Test
    void sortsByServiceWhatFindsNoQueueBecauseItsOwnIsUnboundOrDeleted() {
        Await.done(counter.broker().start());
        String reserved = OF_PAYMENT.type().wireName();
        TestBroker.unbind(topology.queue(OF_PAYMENT), topology.exchangeOf(reserved), reserved);
        publish(reserved, 1);
        assertThat(TestBroker.count(topology.unrouted("stock"))).isEqualTo(1);

        TestBroker.delete(topology.queue(OF_PAYMENT));
        TestBroker.delete(topology.deadLetterQueue(OF_PAYMENT));
        publish(reserved, 2);
        TestBroker.publish(topology.direct(), topology.queue(OF_PAYMENT), Buffer.buffer("a replay"));
        TestBroker.publish(topology.direct(), topology.deadLetterQueue(OF_PAYMENT), Buffer.buffer("a dead letter"));

        assertThat(TestBroker.count(topology.unrouted("stock"))).isEqualTo(3);
        assertThat(TestBroker.count(topology.unrouted("payment"))).isEqualTo(2);
        assertThat(TestBroker.count(topology.unrouted())).isZero();
    }

    @Test
    void keepsForAnybodyWhatNoServiceOfTheShopHasAQueueFor() {
        Await.done(counter.broker().start());
        publish("shipment.stopped", 1);
        publish("order.haunted", 1);
        TestBroker.publish(topology.direct(), "Nobody_NoQueue", Buffer.buffer("x"));
        TestBroker.delete(topology.unrouted("payment"));
        publish(FOREIGN, 1);

        assertThat(TestBroker.count(topology.unrouted())).isEqualTo(4);
        assertThat(TestBroker.count(topology.unrouted("stock"))).isZero();
    }

    private Desk desk() {
        return consuming().desk("stock", counter.database, true);
    }

    private Broker consuming() {
        return counter.consuming(new EventRoutes());
    }

    /** To where what somebody must hear is published, whoever hears it in this shop. */
    private void publish(String type, int messages) {
        TestBroker.publishAll(topology.prefixed("orderly.events"), type, messages);
    }

    private List<Letter> waiting(Desk desk, int count) {
        counter.until(
                count + " letters wait", () -> list(desk, LetterFilter.all(100)).size() == count);
        return list(desk, LetterFilter.all(100));
    }

    private List<Letter> waitingOf(Desk desk, String queue) {
        LetterFilter filter =
                new LetterFilter(Set.of(), Optional.of(queue), Optional.empty(), Optional.empty(), Duration.ZERO, 100);
        counter.until("one waits of " + queue, () -> list(desk, filter).size() == 1);
        return list(desk, filter);
    }

    private List<Letter> list(Desk desk, LetterFilter filter) {
        return counter.on(() -> desk.list(filter));
    }

    private static Letter only(List<Letter> letters) {
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }
}
