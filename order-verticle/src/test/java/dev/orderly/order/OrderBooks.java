package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.EventCodec;
import dev.orderly.messaging.EventHandler;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.PlaceOrder;
import dev.orderly.order.domain.PriceNews;
import dev.orderly.order.domain.Step;
import dev.orderly.order.domain.UnpaidLimit;
import dev.orderly.order.domain.Wish;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Outbox;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import dev.orderly.testing.TestSchemas;
import dev.orderly.testing.VirtualClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The use cases of the order module on a database of their own, without HTTP and broker; what they announce stays in the outbox. */
final class OrderBooks implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    private static final Patience PATIENCE =
            new Patience(Flow.STANDARD, Duration.ofMinutes(30), Duration.ofDays(3), Duration.ofDays(14));
    private static final UnpaidLimit UNPAID = new UnpaidLimit(10, 50);
    private static final OrderService SERVICE = new OrderService();

    final VirtualClock clock = new VirtualClock();
    final TestDatabase rows = Backends.database("orders");
    final List<Step> alarms = new ArrayList<>();
    final Database database;
    final IdempotencyRepository keys;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final EventCodec codec = new EventCodec();
    private final Placements placements;
    private final Orders orders;
    private final Deadlines deadlines;
    private final EventHandler<ProductCreated> prices = new Prices().hears(PriceNews::of);

    OrderBooks() {
        TestSchemas.create(rows, List.of(SERVICE));
        this.database = Database.open(
                vertx,
                Objects.requireNonNull(TestSchemas.settings(rows, SERVICE).get(SERVICE.schema())));
        this.keys = new IdempotencyRepository(database);
        OrderTables tables = OrderTables.of(database, clock, PATIENCE);
        Announcer announcer = new Announcer(new Outbox(database, Ids.next(), true), codec);
        UnpaidRepository unpaid = new UnpaidRepository(UNPAID, PATIENCE.deadline());
        this.placements = new Placements(tables, unpaid, keys, announcer, clock);
        this.orders = new Orders(tables, announcer, PATIENCE, clock, alarms::add);
        this.deadlines = new Deadlines(database, orders, tables, PATIENCE);
    }

    /** The same books with a product on sale. */
    OrderBooks selling(String product, String price) {
        sells(product, price, 1);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        rows.run(
                "TRUNCATE orders.orders, orders.order_lines, orders.history, orders.outbox, orders.idempotency, orders.watched");
        alarms.clear();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    /** Puts a product up for sale. */
    void sells(String product, String price, long sequence) {
        ProductCreated created = new ProductCreated(product, product, new BigDecimal(price), "USD", 10, sequence);
        run(() -> database.inTransaction(tx -> prices.handle(tx, List.of(told("catalog", created)))));
    }

    static <E extends Event> Announcement<E> told(String source, E event) {
        return Announcement.of(source, 1, Instant.now(), event);
    }

    /** Places one order for one of the product. */
    UUID place(String product) {
        Answer.Accepted accepted = (Answer.Accepted)
                place(List.of(wish("ann", product, Optional.empty()))).get(0);
        return accepted.placed().id();
    }

    /** Places the orders in one batch. */
    List<Answer> place(List<Wish> wishes) {
        return run(() -> placing(wishes));
    }

    /** The same, to be called within {@link #run}. */
    Future<List<Answer>> placing(List<Wish> wishes) {
        return database.inTransaction(tx -> placements.place(tx, wishes));
    }

    static Wish wish(String customer, String product, Optional<String> key) {
        PlaceOrder command =
                new PlaceOrder(customer, List.of(new ItemQuantity(product, 1)), "tok_ok", Optional.empty());
        return new Wish(command, key, Optional.empty(), false);
    }

    /** The same, asked for by the customer. */
    static Wish ownWish(String customer, String product, Optional<String> key) {
        Wish wish = wish(customer, product, key);
        return new Wish(wish.command(), key, Optional.empty(), true);
    }

    /** Applies the events as one batch. */
    void hear(Heard... batch) {
        run(() -> hearing(List.of(batch)));
    }

    /** The same, to be called within {@link #run}. */
    Future<Void> hearing(List<Heard> batch) {
        return database.inTransaction(tx -> orders.hear(tx, batch));
    }

    /** Lets time act, until it has nothing more to do. */
    void sweep() {
        while (run(deadlines::sweep)) {}
    }

    Optional<Step> cancel(UUID order) {
        return run(() -> database.inTransaction(
                tx -> orders.carryOut(tx, Heard.cancel(order, "customer_request", Optional.empty()))));
    }

    /** Runs this on the event loop and waits for it. */
    <T> T run(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(now -> work.get()).onComplete(done));
        return waitFor(done.future());
    }

    /** All that was announced, oldest first; each message's events in their order. */
    List<Announcement<?>> announced() {
        return rows.rows("SELECT body FROM orders.outbox ORDER BY id").stream()
                .map(row -> Buffer.buffer((byte[]) row.get("body")))
                .<Announcement<?>>flatMap(body -> codec.decode(body).stream())
                .toList();
    }

    /** {@code status/version} of the order. */
    String order(UUID id) {
        return rows.value("SELECT status || '/' || version FROM orders.orders WHERE id = ?", id);
    }

    long number(String sql, Object... parameters) {
        return rows.number(sql, parameters);
    }

    @Override
    public void close() {
        waitFor(vertx.close());
        rows.close();
    }

    private static <T> T waitFor(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }
}
