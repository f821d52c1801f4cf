package dev.orderly.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.messaging.PermanentFailure;
import dev.orderly.order.domain.Cause;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of orders, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrdersIT {

    private static final UUID PAYMENT = Ids.next();

    @RegisterExtension
    final OrderBooks books = new OrderBooks().selling("tea", "4.50");

    @Test
    void goesFromPlacedToCompleted() {
        UUID order = books.place("tea");

        books.hear(event(order, Cause.STOCK_RESERVED));
        books.hear(event(order, Cause.PAYMENT_INITIATED).about(PAYMENT));
        books.hear(event(order, Cause.PAYMENT_SUCCESSFUL).about(PAYMENT));
        books.hear(event(order, Cause.STOCK_DEDUCTED));

        assertThat(books.order(order)).isEqualTo("completed/4");
        assertThat(types())
                .containsExactly("order.created", "order.updated", "order.updated", "order.completed", "order.updated");
        assertThat(books.rows.value(
                        "SELECT string_agg(coalesce(version::text, '-'), ' ' ORDER BY id) FROM orders.history"))
                .isEqualTo("1 2 - 3 4");
    }

    @Test
    void givesTheEventsOfOneMoveItsVersionAsTheirSequence() {
        UUID order = books.place("tea");

        books.hear(event(order, Cause.STOCK_NOT_RESERVED));

        assertThat(books.announced()).extracting(Announcement::sequence).containsExactly(1L, 2L, 2L);
        assertThat(books.rows.value(
                        "SELECT array_to_string(announced_types, ' ') FROM orders.history WHERE version = 2"))
                .isEqualTo("order.updated order.failed");
    }

    @Test
    void foldsSeveralEventsAboutOneOrderIntoOneRow() {
        UUID order = books.place("tea");

        books.hear(
                event(order, Cause.PAYMENT_INITIATED).about(PAYMENT),
                event(order, Cause.STOCK_RESERVED),
                event(order, Cause.PAYMENT_SUCCESSFUL).about(PAYMENT));

        assertThat(books.order(order)).isEqualTo("paid/3");
        assertThat(books.rows.value("SELECT reserved AND captured FROM orders.orders"))
                .isEqualTo("true");
    }

    @Test
    void notesARepeatedEventOnce() {
        UUID order = books.place("tea");
        Heard reserved = event(order, Cause.STOCK_RESERVED);

        books.hear(reserved, reserved);
        books.hear(reserved);

        assertThat(books.order(order)).isEqualTo("awaiting_payment/2");
        assertThat(books.number("SELECT count(*) FROM orders.history")).isEqualTo(2);
    }

    @Test
    void announcesTheRecordedOutcomeAgainUnderItsId() {
        UUID order = books.place("tea");
        assertThat(books.cancel(order).map(Step::isMove)).contains(true);
        Announcement<?> first = last("order.cancelled");
        Heard captured = event(order, Cause.PAYMENT_SUCCESSFUL).about(PAYMENT);

        books.hear(captured);
        books.hear(captured);

        assertThat(books.announced().stream().filter(told -> told.type().equals("order.cancelled")))
                .hasSize(3)
                .allSatisfy(told -> assertThat(told).isEqualTo(first));
        assertThat(books.order(order)).isEqualTo("cancelled/2");
        assertThat(books.rows.value("SELECT effect FROM orders.history WHERE event_type = 'payment.successful'"))
                .isEqualTo("announced again: order.cancelled");
    }

    @Test
    void addsUpRefundsEachOnce() {
        UUID order = books.place("tea");
        Heard refund = event(order, Cause.PAYMENT_REFUNDED).about(PAYMENT).of(200);

        books.hear(
                refund,
                refund,
                event(order, Cause.PAYMENT_REFUNDED).about(PAYMENT).of(250));
        books.hear(refund);

        assertThat(books.number("SELECT refunded_minor FROM orders.orders")).isEqualTo(450);
    }

    @Test
    void raisesTheAlarmForTheImpossibleAndMovesNothing() {
        UUID order = books.place("tea");

        books.hear(event(order, Cause.STOCK_DEDUCTED));

        assertThat(books.order(order)).isEqualTo("pending/1");
        assertThat(books.alarms).hasSize(1);
        assertThat(books.number("SELECT count(*) FROM orders.history WHERE event_type = 'stock.deducted'"))
                .isEqualTo(1);
    }

    @Test
    void givesUpOnAnEventAboutAnOrderThatDoesNotExist() {
        UUID order = books.place("tea");

        assertThatThrownBy(
                        () -> books.hear(event(order, Cause.STOCK_RESERVED), event(Ids.next(), Cause.STOCK_RESERVED)))
                .isInstanceOf(PermanentFailure.class);
        assertThat(books.order(order)).isEqualTo("pending/1");
    }

    @Test
    void cancelsOnceAndAnswersTheSameAgain() {
        UUID order = books.place("tea");

        assertThat(books.cancel(order).orElseThrow().isMove()).isTrue();
        assertThat(books.cancel(order).orElseThrow().isRefused()).isFalse();

        assertThat(books.order(order)).isEqualTo("cancelled/2");
        assertThat(types()).containsExactly("order.created", "order.updated", "order.cancelled");
    }

    @Test
    void refusesToCancelWhatIsPaidAndStoresNothing() {
        UUID order = books.place("tea");
        books.hear(event(order, Cause.PAYMENT_SUCCESSFUL).about(PAYMENT));
        long rows = books.number("SELECT count(*) FROM orders.history");

        assertThat(books.cancel(order).orElseThrow().isRefused()).isTrue();

        assertThat(books.number("SELECT count(*) FROM orders.history")).isEqualTo(rows);
        assertThat(books.rows.value("SELECT cancel_requested FROM orders.orders"))
                .isEqualTo("false");
    }

    @Test
    void knowsNoOrderToCancel() {
        assertThat(books.cancel(Ids.next())).isEmpty();
    }

    @Test
    void doesNotDeadlockWhenBatchesMeetTheSameOrdersInAnyOrder() {
        List<UUID> orders =
                IntStream.range(0, 50).mapToObj(nr -> books.place("tea")).toList();
        List<UUID> back = new ArrayList<>(orders);
        Collections.reverse(back);

        Stream<List<Heard>> batches = Stream.of(
                events(orders, Cause.STOCK_RESERVED),
                events(back, Cause.PAYMENT_INITIATED),
                events(orders, Cause.PAYMENT_SUCCESSFUL),
                events(back, Cause.STOCK_RESERVED));

        assertThat(books.run(() -> Future.all(batches.map(books::hearing).toList()))
                        .succeeded())
                .isTrue();

        assertThat(books.number("SELECT count(*) FROM orders.orders WHERE status = 'paid'"))
                .isEqualTo(50);
        assertThat(books.number("SELECT count(*) FROM orders.history")).isGreaterThanOrEqualTo(250);
    }

    @Test
    void keepsEveryColumnThatAMoveChangesOutOfTheIndexes() {
        assertThat(books.rows.value("""
                        SELECT string_agg(DISTINCT attname, ' ' ORDER BY attname)
                          FROM pg_index JOIN pg_attribute ON attrelid = indexrelid
                         WHERE indrelid = 'orders.orders'::regclass""")).isEqualTo("customer_id id placed_at");
    }

    private static List<Heard> events(List<UUID> orders, Cause cause) {
        return orders.stream().map(order -> event(order, cause).about(PAYMENT)).toList();
    }

    private static Heard event(UUID order, Cause cause) {
        return Heard.event(order, cause, Ids.next(), "stock");
    }

    private List<String> types() {
        return books.announced().stream().map(Announcement::type).toList();
    }

    private Announcement<?> last(String type) {
        return books.announced().stream()
                .filter(told -> told.type().equals(type))
                .reduce((one, other) -> other)
                .orElseThrow();
    }
}
