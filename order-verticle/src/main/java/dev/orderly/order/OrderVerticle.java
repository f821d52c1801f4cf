package dev.orderly.order;

import dev.orderly.order.calls.CallLoop;
import dev.orderly.order.calls.PaymentCalls;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.Wish;
import dev.orderly.order.stats.OrderCounters;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopTime;
import dev.orderly.service.Chores;
import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Optional;

/** The order service on one event loop: wiring only. */
final class OrderVerticle extends VerticleBase {

    private static final Duration KEYS_EVERY = Duration.ofMinutes(1);
    private static final Duration COUNTS_EVERY = Duration.ofSeconds(3);

    private final ServiceEdge edge;
    private final OrderConfig config;
    private final Database database;
    private final ShopTime time;
    private final Patience patience;
    private final OrderTables tables;
    private final IdempotencyRepository keys;
    private final Orders orders;
    private final Optional<CallLoop> caller;
    private final Batcher<Wish, Answer> intake;
    private final OpenOrders openOrders;
    private final OperatorQueries questions;
    private final WaitingOrders waiting;
    private final Chores chores;

    OrderVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.config = edge.settings(OrderConfig.class);
        this.database = edge.database();
        this.time = new ShopTime(edge.clock());
        this.patience = config.patience(edge.shop());
        this.tables = OrderTables.of(database, edge.clock(), patience);
        this.keys = new IdempotencyRepository(database);
        this.orders = orders();
        this.caller = CallLoop.of(edge, config.calls());
        this.intake = intake();
        this.openOrders = new OpenOrders(tables.counters(), edge.messaging(), config.maxOpenOrders());
        this.questions = new OperatorQueries(database, time);
        this.waiting = new WaitingOrders(questions);
        this.chores = chores();
    }

    @Override
    public Future<?> start() {
        edge.hear(new OrderConsumer(orders, new Prices()).routes());
        operatorApi().offer(edge);
        openOrders.watch(edge);
        waiting.watch(edge);
        chores.begin();
        caller.ifPresent(CallLoop::begin);
        return edge.serve(orderApi().operations());
    }

    @Override
    public Future<?> stop() {
        openOrders.end(vertx);
        waiting.end(vertx);
        return Future.join(intake.idle(), chores.stop())
                .eventually(() -> caller.map(CallLoop::stop).orElse(Future.succeededFuture()));
    }

    private Orders orders() {
        OrderAlarm alarm =
                new OrderAlarm(edge.meters().impossible(), edge.host().meters());
        return new Orders(tables, edge.announcer(), patience, edge.clock(), alarm)
                .followedBy(new PaymentCalls(edge.shop().flow(), this::call)::follow)
                .followedBy(new SagaDuration(edge.host().meters(), edge.clock()));
    }

    private void call() {
        caller.ifPresent(CallLoop::look);
    }

    private Batcher<Wish, Answer> intake() {
        UnpaidRepository unpaid =
                new UnpaidRepository(config.unpaid(), edge.shop().deadline());
        Placements placements = new Placements(tables, unpaid, keys, edge.announcer(), edge.clock());
        return new Batcher<>(
                edge.batching(),
                edge.meters().measured(wishes -> database.inTransaction(tx -> placements.place(tx, wishes))));
    }

    private OrderApi orderApi() {
        return new OrderApi(
                intake::submit,
                (wish, requirement) -> database.inTransaction(tx -> orders.carryOut(tx, wish, requirement)),
                new OrderQueries(database),
                tables,
                new OrderApi.Terms(config.idempotency(), edge.shop().flow()));
    }

    private OperatorApi operatorApi() {
        Operators operators =
                new Operators(database, orders, tables.timeline(), edge.shop().flow(), edge.clock());
        return new OperatorApi(questions, tables.timeline(), operators, new Erasure(database), patience);
    }

    /** What goes on by itself. */
    private Chores chores() {
        Deadlines deadlines = new Deadlines(database, orders, tables, patience);
        OrderCounters counters = tables.counters();
        OrderPurge purge = new OrderPurge(database, time, config.retention().finished());
        return new Chores(edge)
                .addResting("deadlines", config.sweepEvery(), deadlines::sweep)
                .add("fold-counts", COUNTS_EVERY, counters::fold)
                .add("purge-keys", KEYS_EVERY, () -> keys.purge(edge.clock().instant(), config.idempotencyKept()))
                .add("purge-orders", config.retention().purgeEvery(), purge::purge);
    }
}
