package dev.orderly.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.EventCodec;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Failures;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Samples;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import dev.orderly.testing.TestSchemas;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Stock's use cases on a database of their own, without broker and HTTP. */
final class Warehouse implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofMinutes(30);
    static final Duration KEPT = Duration.ofDays(400);

    private static final StockService SERVICE = new StockService();

    /** A use case for a batch of events. */
    interface UseCase<E extends Event> {
        Future<Void> handle(Transaction tx, List<Announcement<E>> events);
    }

    private final TestDatabase rows = Backends.database("stock");
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final EventCodec codec = new EventCodec();
    private final Database database;
    private final Counter impossible = new SimpleMeterRegistry().counter("impossible");
    final StockNews news;
    final StockLevels levels;
    final Reservations reservations;
    final Reminders reminders;
    final Retention retention;
    final Erasure erasure;

    Warehouse() {
        this(Clock.systemUTC());
    }

    Warehouse(Clock clock) {
        TestSchemas.create(rows, List.of(SERVICE));
        this.database = Database.open(
                vertx,
                Objects.requireNonNull(TestSchemas.settings(rows, SERVICE).get(SERVICE.schema())));
        StockRepository stock = new StockRepository();
        Announcer announcer = new Announcer(new Outbox(database, Ids.next(), true), codec);
        this.news = new StockNews(database, stock, announcer, clock);
        NewsTimer timer = new NewsTimer(vertx, Duration.ofMillis(20), news::announce);
        Voice voice = new Voice(announcer, timer, new Alarms(impossible));
        this.levels = new StockLevels(database, stock, voice, clock);
        ShopTime time = new ShopTime(clock);
        this.reservations = new Reservations(new ReservationRepository(time), stock, voice, clock, DEADLINE);
        this.reminders = new Reminders(database, new WatchRepository(time), reservations, DEADLINE);
        RetentionRepository old = new RetentionRepository(time);
        this.retention = new Retention(database, old, KEPT);
        this.erasure = new Erasure(database, old);
    }

    /** Takes up products with so many units each. */
    void stocked(Map<String, Long> products) {
        products.forEach((product, quantity) -> hear(levels::stock, created(product, quantity, 1)));
    }

    static ProductCreated created(String product, long quantity, long sequence) {
        return new ProductCreated(product, product, BigDecimal.ONE, "USD", quantity, sequence);
    }

    /** Has the use case handle the events as one batch, and waits for its commit. */
    @SafeVarargs
    final <E extends Event> void hear(UseCase<E> useCase, E... events) {
        List<Announcement<E>> heard = new ArrayList<>();
        for (E event : events) {
            heard.add(told(event));
        }
        run(() -> handle(useCase, heard));
    }

    /** Has the use case handle the announcements as one batch, as often as a consumer would; call it within {@link #run}. */
    <E extends Event> Future<Void> handle(UseCase<E> useCase, List<Announcement<E>> events) {
        return database.inTransaction(tx -> useCase.handle(tx, events))
                .recover(failure ->
                        Failures.isTransient(failure) ? handle(useCase, events) : Future.failedFuture(failure));
    }

    /** The same announcement comes again when it is handed on again. */
    static <E extends Event> Announcement<E> told(E event) {
        return Samples.told("order", event);
    }

    /** Runs this on the event loop and waits for its end. */
    void run(Supplier<? extends Future<?>> work) {
        boolean done = ask(() -> work.get().map(true));
        assertThat(done).isTrue();
    }

    /** Runs this on the event loop and waits for its answer. */
    <T> T ask(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(now -> work.get()).onComplete(done));
        return awaited(done.future());
    }

    /** Takes one step after the other until one says that there is no more to do. */
    void runOut(Supplier<Future<Boolean>> step) {
        for (int steps = 0; ask(step); steps++) {
            assertThat(steps).as("steps").isLessThan(100);
        }
    }

    /** What the database says to the role that the service runs under. */
    @SuppressWarnings("CompileTimeConstant")
    Future<?> asService(String sql) {
        return database.read(sql, Tuple.tuple());
    }

    /** All that was announced, oldest first. */
    List<Announcement<?>> announced() {
        return rows.rows("SELECT body FROM stock.outbox ORDER BY id").stream()
                .map(row -> Buffer.buffer((byte[]) row.get("body")))
                .<Announcement<?>>flatMap(body -> codec.decode(body).stream())
                .toList();
    }

    /** All that was announced of this type, oldest first. */
    <E extends Event> List<E> announced(Class<E> type) {
        return announced().stream()
                .map(Announcement::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** {@code available/reserved/deducted} of the product. */
    String level(String product) {
        return rows.value(
                "SELECT available || '/' || reserved || '/' || deducted FROM stock.stock_levels WHERE product_id = ?",
                product);
    }

    long number(String sql) {
        return rows.number(sql);
    }

    /** Products for which the ledger and the level disagree: none, whatever happens. */
    long unbalanced() {
        return number("""
                SELECT count(*) FROM stock.stock_levels l
                  LEFT JOIN (SELECT product_id, sum(delta_available) AS a, sum(delta_reserved) AS r, sum(delta_deducted) AS d,
                                    sum(delta_available + delta_reserved + delta_deducted)
                                        FILTER (WHERE order_id IS NULL) AS stocked
                               FROM stock.movements GROUP BY product_id) m USING (product_id)
                  LEFT JOIN (SELECT product_id, sum(quantity) AS held
                               FROM stock.reservation_lines JOIN stock.reservations USING (order_id)
                              WHERE status = 'held' GROUP BY product_id) h USING (product_id)
                 WHERE (l.available, l.reserved, l.deducted) <> (coalesce(m.a, 0), coalesce(m.r, 0), coalesce(m.d, 0))
                    OR m.stocked <> l.available + l.reserved + l.deducted
                    OR l.reserved <> coalesce(h.held, 0)
                """);
    }

    /** As if the purge had come so far. */
    void purgedUpTo(UUID order) {
        rows.run("UPDATE stock.purged SET up_to = ?", order);
    }

    /** As if the process had died before it told the product's level. */
    void forgetNews(String product) {
        rows.run("UPDATE stock.stock_levels SET announced_sequence = 0 WHERE product_id = ?", product);
    }

    /** How many deadlocks PostgreSQL has had to solve in this database. */
    long deadlocks() {
        return number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    double alarms() {
        return impossible.count();
    }

    @Override
    public void close() {
        awaited(vertx.close());
        rows.close();
    }

    private static <T> T awaited(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done after 30 s", late);
        }
    }
}
