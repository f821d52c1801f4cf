package dev.orderly.order;

import static dev.orderly.order.OrderBooks.ownWish;
import static dev.orderly.order.OrderBooks.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.faults.FaultPoint;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Wish;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Placing orders, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacementsIT {

    @RegisterExtension
    final OrderBooks books = new OrderBooks().selling("tea", "4.50");

    @Test
    void storesOrderLinesTimelineAndMessageTogether() {
        UUID order = books.place("tea");

        assertThat(books.order(order)).isEqualTo("pending/1");
        assertThat(books.rows.value("SELECT total_minor FROM orders.orders")).isEqualTo("450");
        assertThat(books.number("SELECT count(*) FROM orders.order_lines WHERE order_id = ?", order))
                .isEqualTo(1);
        assertThat(books.rows.value("SELECT announced_ids[1]::text FROM orders.history WHERE version = 1"))
                .isEqualTo(books.announced().get(0).id().toString());
        assertThat(((OrderCreated) books.announced().get(0).event()).orderId()).isEqualTo(order);
    }

    @Test
    void tellsOfAWholeBatchInOneMessage() {
        List<Wish> wishes = IntStream.range(0, 150)
                .mapToObj(nr -> wish("ann", "tea", Optional.empty()))
                .toList();

        assertThat(books.place(wishes)).hasOnlyElementsOfType(Answer.Accepted.class);
        assertThat(books.number("SELECT count(*) FROM orders.orders")).isEqualTo(150);
        assertThat(books.number("SELECT count(*) FROM orders.outbox")).isEqualTo(1);
    }

    @Test
    void refusesOneWishWithoutHarmToItsNeighbours() {
        List<Answer> answers = books.place(List.of(
                wish("ann", "tea", Optional.empty()),
                wish("ann", "gin", Optional.of("key-gin-1")),
                wish("bob", "tea", Optional.of("key-tea-1"))));

        assertThat(answers.get(1)).isInstanceOf(Answer.Declined.class);
        assertThat(books.number("SELECT count(*) FROM orders.orders")).isEqualTo(2);
        assertThat(books.number("SELECT count(*) FROM orders.idempotency")).isEqualTo(1);
    }

    @Test
    void letsTwoTransactionsWithOneKeyMakeOneOrder() {
        List<Wish> wish = List.of(wish("ann", "tea", Optional.of("key-0001")));

        List<List<Answer>> answers = books.run(() -> {
            List<Future<List<Answer>>> both = List.of(books.placing(wish), books.placing(wish), books.placing(wish));
            return Future.all(both).map(done -> done.<List<Answer>>list());
        });

        assertThat(answers.stream().flatMap(List::stream).filter(Answer.Accepted.class::isInstance))
                .hasSize(1);
        assertThat(answers.stream().flatMap(List::stream).filter(Answer.Replayed.class::isInstance))
                .hasSize(2);
        assertThat(books.number("SELECT count(*) FROM orders.orders")).isEqualTo(1);
    }

    @Test
    void doesNotDeadlockWhenBatchesShareKeysInAnyOrder() {
        List<Wish> there = IntStream.range(0, 100)
                .mapToObj(nr -> wish("ann", "tea", Optional.of("key-%04d".formatted(nr))))
                .toList();
        List<Wish> back = IntStream.rangeClosed(1, 100)
                .mapToObj(nr -> there.get(100 - nr))
                .toList();

        Future<?> placed = books.run(() -> Future.all(
                Stream.of(there, back, there, back).map(books::placing).toList()));

        assertThat(placed.succeeded()).isTrue();

        assertThat(books.number("SELECT count(*) FROM orders.orders")).isEqualTo(100);
        assertThat(books.number("SELECT count(*) FROM orders.idempotency")).isEqualTo(100);
    }

    @Test
    void s42LetsACustomerHaveSoMuchUnpaidAndNoMore() {
        for (int i = 0; i < 3; i++) {
            assertThat(books.place(List.of(ownWish("ann", "tea", Optional.of("key-ann-" + i)))))
                    .hasOnlyElementsOfType(Answer.Accepted.class);
        }

        List<List<Answer>> rest = books.run(() -> Future.all(IntStream.range(0, 40)
                        .mapToObj(nr -> books.placing(List.of(ownWish("ann", "tea", Optional.empty()))))
                        .toList())
                .map(done -> done.<List<Answer>>list()));

        assertThat(rest.stream().flatMap(List::stream).filter(Answer.Accepted.class::isInstance))
                .hasSize(7);
        assertThat(rest.stream().flatMap(List::stream).filter(Answer.Postponed.class::isInstance))
                .hasSize(33);
        assertThat(books.number("SELECT count(*) FROM orders.orders")).isEqualTo(10);
        assertThat(books.place(List.of(
                        ownWish("ann", "tea", Optional.of("key-ann-0")), ownWish("bob", "tea", Optional.empty()))))
                .as("a repetition is no new order, and others have room of their own")
                .hasExactlyElementsOfTypes(Answer.Replayed.class, Answer.Accepted.class);
        assertThat(books.place(List.of(wish("ann", "tea", Optional.empty()))))
                .as("staff are not limited")
                .hasOnlyElementsOfType(Answer.Accepted.class);
        books.rows.run("UPDATE orders.orders SET status = 'paid' WHERE customer_id = 'ann'");
        assertThat(books.place(List.of(ownWish("ann", "tea", Optional.empty()))))
                .as("what is paid counts no more")
                .hasOnlyElementsOfType(Answer.Accepted.class);
    }

    @Test
    void passesItsFaultPointsAroundTheCommit() {
        List<FaultPoint> passed = new CopyOnWriteArrayList<>();
        FaultPoint.observe((point, role) -> passed.add(point));

        assertThat(books.place("tea")).isNotNull();

        assertThat(passed).containsExactly(FaultPoint.INTAKE_BEFORE_COMMIT, FaultPoint.INTAKE_AFTER_COMMIT);
    }

    @Test
    void keepsTheNewestPriceWhateverTheOrderOfTheNews() {
        books.sells("cup", "3.00", 7);
        books.sells("cup", "2.00", 6);

        UUID order = books.place("cup");

        assertThat(books.number("SELECT total_minor FROM orders.orders WHERE id = ?", order))
                .isEqualTo(300);
    }

    @Test
    void forgetsAnswersThatWereKeptLongEnough() {
        List<Answer> answers = books.place(
                List.of(wish("ann", "tea", Optional.of("key-old1")), wish("ann", "tea", Optional.of("key-old2"))));
        assertThat(answers).hasSize(2);
        books.rows.run(
                "UPDATE orders.idempotency SET created_at = created_at - interval '25 hours' WHERE key = 'key-old1'");

        assertThat(books.run(() -> books.keys.purge(Instant.now(), Duration.ofHours(24))))
                .isFalse();

        assertThat(books.rows.value("SELECT key FROM orders.idempotency")).isEqualTo("key-old2");
    }

    @Test
    void letsTheRunningServiceNeitherChangeNorRemoveHistory() {
        assertThat(books.place("tea")).isNotNull();

        assertThatThrownBy(() -> books.run(() -> books.database.read("UPDATE history SET effect = ''", Tuple.tuple())))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo("42501"));
        assertThatThrownBy(() -> books.run(() -> books.database.read("DELETE FROM history", Tuple.tuple())))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo("42501"));
    }
}
