package dev.orderly.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.order.domain.Cause;
import dev.orderly.order.domain.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What time does to orders, on a real PostgreSQL; the deadline is half an hour. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlinesIT {

    private static final Duration HALF = Duration.ofMinutes(15);

    @RegisterExtension
    final OrderBooks books = new OrderBooks().selling("tea", "4.50");

    @Test
    void leavesYoungOrdersAlone() {
        UUID order = books.place("tea");
        books.clock.advance(HALF.minusMinutes(1));

        books.sweep();

        assertThat(watched()).isZero();
        assertThat(books.order(order)).isEqualTo("pending/1");
        assertThat(types()).containsExactly("order.created");
    }

    @Test
    void announcesAnOrderAgainThatNobodyAnswered() {
        UUID order = books.place("tea");
        books.clock.advance(HALF);

        books.sweep();

        List<Announcement<?>> announced = books.announced();
        assertThat(announced).hasSize(2);
        assertThat(announced.get(1)).isEqualTo(announced.get(0));
        assertThat(announced.get(1).event()).isInstanceOf(OrderCreated.class);
        assertThat(books.order(order)).isEqualTo("pending/1");
        assertThat(timeline(order)).containsExactly("placed", "announced again: order.created");
    }

    @Test
    void repeatsEveryHalfAndNotesItOnce() {
        UUID order = books.place("tea");
        paid(order);

        IntStream.range(0, 3).forEach(nr -> {
            books.clock.advance(HALF.minusMinutes(1));
            books.sweep();
            books.clock.advance(Duration.ofMinutes(1));
            books.sweep();
            books.sweep();
        });

        assertThat(types().stream().filter("order.completed"::equals)).hasSize(4);
        assertThat(timeline(order))
                .filteredOn("announced again: order.completed"::equals)
                .hasSize(1);
        assertThat(books.number("SELECT sweeps FROM orders.watched")).isEqualTo(3);
    }

    @Test
    void failsAnOrderAtItsDeadline() {
        UUID order = books.place("tea");
        books.hear(event(order, Cause.STOCK_RESERVED));

        pass(HALF);
        pass(HALF);

        assertThat(books.order(order)).isEqualTo("failed/3");
        assertThat(books.rows.value("SELECT reason FROM orders.orders")).isEqualTo("payment_timeout");
        assertThat(types()).endsWith("order.created", "order.updated", "order.failed");
    }

    @Test
    void asksBeforeItGivesUpHoweverLate() {
        UUID order = books.place("tea");

        pass(Duration.ofDays(2));
        assertThat(books.order(order)).isEqualTo("pending/1");
        pass(HALF);

        assertThat(books.order(order)).isEqualTo("failed/2");
        assertThat(books.rows.value("SELECT reason FROM orders.orders")).isEqualTo("stock_timeout");
    }

    @Test
    void countsFromTheLastMove() {
        UUID order = books.place("tea");
        pass(HALF);
        books.hear(event(order, Cause.STOCK_RESERVED));

        pass(HALF);
        assertThat(books.order(order)).isEqualTo("awaiting_payment/2");
        pass(HALF);

        assertThat(books.order(order)).isEqualTo("failed/3");
    }

    @Test
    void tellsADeadOrderAgainUntilNothingIsHeldForIt() {
        UUID order = books.place("tea");
        books.hear(event(order, Cause.STOCK_RESERVED));
        assertThat(books.cancel(order)).isPresent();

        pass(HALF);
        pass(HALF);
        assertThat(types().stream().filter("order.cancelled"::equals)).hasSize(3);
        books.hear(event(order, Cause.STOCK_RELEASED));

        assertThat(watched()).isZero();
    }

    @Test
    void watchesADeadOrderAnewThatIsUnsettledLate() {
        UUID order = books.place("tea");
        pass(HALF);
        pass(HALF);
        pass(HALF);
        assertThat(watched()).isZero();

        books.hear(event(order, Cause.STOCK_RESERVED));
        pass(HALF);

        assertThat(types().stream().filter("order.failed"::equals)).hasSize(3);
        assertThat(watched()).isOne();
    }

    @Test
    void callsAPersonOnceForAPaidOrderThatDoesNotComplete() {
        UUID order = books.place("tea");
        paid(order);

        IntStream.range(0, 4).forEach(nr -> pass(HALF));

        assertThat(books.alarms).hasSize(1);
        assertThat(books.alarms.get(0).isOverdue()).isTrue();
        assertThat(timeline(order)).contains("overdue while paid, a person should look");
        assertThat(books.order(order)).isEqualTo("paid/3");
    }

    @Test
    void forgetsAWatchedOrderThatCompletes() {
        UUID order = books.place("tea");
        paid(order);
        pass(HALF);
        assertThat(watched()).isOne();

        books.hear(event(order, Cause.STOCK_DEDUCTED));

        assertThat(watched()).isZero();
    }

    @Test
    void seesEveryOrderOnceHoweverManyThereAre() {
        IntStream.range(0, 15)
                .forEach(nr -> assertThat(books.place(IntStream.range(0, 200)
                                .mapToObj(one -> OrderBooks.wish("ann", "tea", Optional.empty()))
                                .toList()))
                        .hasSize(200));
        books.clock.advance(HALF);

        books.sweep();

        assertThat(watched()).isEqualTo(3000);
        assertThat(types().size()).isGreaterThanOrEqualTo(30);
        assertThat(books.number("SELECT count(*) FROM orders.history WHERE event_type = 'half the deadline'"))
                .isEqualTo(3000);
    }

    @Test
    void trustsTheClockOfTheDatabaseWhenTheMachineIsWrong() {
        UUID order = books.place("tea");
        books.rows.run(
                "UPDATE orders.orders SET created_at = created_at - interval '1 hour', updated_at = updated_at - interval '1 hour'");

        books.sweep();

        assertThat(watched()).isZero();
        assertThat(books.order(order)).isEqualTo("pending/1");
    }

    private void pass(Duration time) {
        books.clock.advance(time);
        books.sweep();
    }

    private void paid(UUID order) {
        books.hear(
                event(order, Cause.STOCK_RESERVED),
                event(order, Cause.PAYMENT_SUCCESSFUL).about(Ids.next()));
    }

    private static Heard event(UUID order, Cause cause) {
        return Heard.event(order, cause, Ids.next(), "stock");
    }

    private List<String> types() {
        return books.announced().stream().map(Announcement::type).toList();
    }

    private List<String> timeline(UUID order) {
        return books.rows.rows("SELECT effect FROM orders.history WHERE order_id = ? ORDER BY id", order).stream()
                .map(row -> String.valueOf(row.get("effect")))
                .toList();
    }

    private long watched() {
        return books.number("SELECT count(*) FROM orders.watched");
    }
}
