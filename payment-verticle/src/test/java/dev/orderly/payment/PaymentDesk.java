package dev.orderly.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.EventCodec;
import dev.orderly.payment.provider.BearerToken;
import dev.orderly.payment.provider.HttpProvider;
import dev.orderly.payment.provider.PaymentProvider;
import dev.orderly.payment.provider.SimulatedProvider;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.Transaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One life of the payment service, without broker and HTTP; another desk on the same database is the life after a crash. */
final class PaymentDesk implements AutoCloseable {

    /** A provider that is waited for; rows change hands only when a test ends the leases. */
    static final PaymentConfig PATIENT = config(Duration.ofSeconds(20), Duration.ofMinutes(1));

    /** A provider that is soon given up. */
    static final PaymentConfig HASTY = config(Duration.ofMillis(200), Duration.ofMillis(500));

    /** A provider that is given up long after it has heard of the capture, and long before that turns up. */
    static final PaymentConfig STEADY = config(Duration.ofMillis(200), Duration.ofSeconds(3));

    private static PaymentConfig config(Duration attemptLimit, Duration timeLimit) {
        return new PaymentConfig(
                "simulated",
                64,
                1000,
                attemptLimit,
                timeLimit,
                new PaymentConfig.BackOff(Duration.ofMillis(5), Duration.ofMillis(50)),
                new PaymentConfig.BackOff(Duration.ofMillis(20), Duration.ofMillis(40)),
                new PaymentConfig.Asking(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMinutes(5)),
                Duration.ofMillis(50),
                new PaymentConfig.Retention(Duration.ofDays(30), Duration.ofDays(1)),
                new HttpProvider.Settings("", new BearerToken(""), 1, 1, Duration.ofSeconds(1)),
                new SimulatedProvider.Delays(Duration.ofMillis(100), Duration.ofSeconds(5)));
    }

    private static final Batcher.Limits BATCHING = new Batcher.Limits(200, 2, 10_000);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Database database;
    private final Database providerDatabase;
    private final EventCodec codec = new EventCodec();
    private final UUID holder = UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PaymentProvider provider;
    final Payments payments;
    final PaymentLog log;
    final Errands errands;
    final PickUp pickUp;
    final PaymentReadings readings;
    final PaymentRequests requests;
    private boolean closed;

    /** With the simulated provider, as this makes it. */
    PaymentDesk(PaymentDatabase tables, PaymentConfig config, UnaryOperator<PaymentProvider> changed) {
        this.database = open(tables.settings("payment"));
        this.providerDatabase = open(tables.settings("provider"));
        this.provider = changed.apply(new SimulatedProvider(vertx, providerDatabase, config.simulated(), BATCHING));
        PaymentRepository rows = new PaymentRepository(config, holder);
        RefundRepository refunds = new RefundRepository(config, holder);
        Alarms alarms = new Alarms(meters.counter("orderly.impossible", "service", PaymentService.NAME));
        Announcer announcer = new Announcer(new Outbox(database, Ids.next(), true), codec);
        this.payments = new Payments(
                rows, refunds, new Bookkeeper(rows, refunds, new Journal(), announcer), alarms, Clock.systemUTC());
        this.log = new PaymentLog(database, payments, BATCHING);
        this.errands = new Errands(new ProviderCalls(vertx, provider, log, alarms, config)::run, config);
        this.pickUp = new PickUp(vertx, database, payments, errands, config);
        this.readings = new PaymentReadings(database, rows, refunds);
        this.requests = new PaymentRequests(database, payments, BATCHING, Clock.systemUTC());
    }

    /** Calls the provider from now on. */
    PaymentDesk working() {
        payments.handOffTo(errands::take);
        return this;
    }

    /** Calls the provider, and looks for what another life has left. */
    PaymentDesk takingOver() {
        takeOver();
        return this;
    }

    void takeOver() {
        payments.handOffTo(errands::take);
        context.runOnContext(turn -> pickUp.begin());
    }

    void reserved(StockReserved... orders) {
        hear(payments::initiate, List.of(orders));
    }

    /** As part of this trace. */
    void reserved(String trace, StockReserved order) {
        List<Announcement<StockReserved>> heard =
                List.of(Announcement.of("stock", 1, Instant.now(), order).tracedBy(Optional.of(trace)));
        finished(onContext(() -> database.inTransaction(tx -> payments.initiate(tx, heard))));
    }

    void cancelled(UUID... orders) {
        hear(
                payments::cancel,
                Arrays.stream(orders)
                        .map(order -> new OrderCancelled(order, "ada", "changed_mind"))
                        .toList());
    }

    void failed(UUID order) {
        hear(payments::fail, List.of(new OrderFailed(order, "ada", "out_of_stock")));
    }

    /** Runs this on the desk's event loop and waits for it. */
    <T> T run(Supplier<Future<T>> work) {
        return within20s(onContext(work));
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(now -> work.get()).onComplete(done));
        return done.future();
    }

    /** How often a person was called. */
    double alarms() {
        return meters.counter("orderly.impossible", "service", PaymentService.NAME)
                .count();
    }

    /** Runs a statement as the payment service's own role. */
    @SuppressWarnings("CompileTimeConstant")
    Future<Integer> statement(String sql) {
        return database.read(sql, Tuple.tuple()).map(RowSet::rowCount);
    }

    /** What stands in the outbox about this order, oldest first. */
    List<Announcement<?>> announced(PaymentDatabase tables, UUID order) {
        return tables.messages().stream()
                .map(Buffer::buffer)
                .flatMap(body -> codec.decode(body).stream())
                .filter(told -> told.event() instanceof PaymentEvent event
                        && event.orderId().equals(order))
                .toList();
    }

    private <E extends Event> void hear(
            BiFunction<Transaction, List<Announcement<E>>, Future<Void>> useCase, List<E> events) {
        List<Announcement<E>> heard = events.stream()
                .map(event -> Announcement.of("stock", 1, Instant.now(), event))
                .toList();
        finished(onContext(() -> database.inTransaction(tx -> useCase.apply(tx, heard))));
    }

    private static void finished(Future<Void> work) {
        assertThat(within20s(work)).isNull();
    }

    private static <T> T within20s(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within 20 s", late);
        }
    }

    static StockReserved order(UUID id, String method) {
        return order(id, "USD", method);
    }

    static StockReserved order(UUID id, String currency, String method) {
        return new StockReserved(
                id,
                "ada",
                List.of(),
                new BigDecimal("12.50"),
                currency,
                method,
                Instant.now().plusSeconds(1800));
    }

    /** The process dies: nothing that is under way gets any further. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.runOnContext(turn -> pickUp.stop());
            finished(vertx.close());
        }
    }

    private Database open(DatabaseSettings settings) {
        return Database.open(vertx, settings);
    }
}
