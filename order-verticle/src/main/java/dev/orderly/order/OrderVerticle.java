package dev.orderly.order;

import dev.orderly.order.calls.CallLoop;
import dev.orderly.order.calls.PaymentCalls;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.Wish;
import dev.orderly.order.stats.OrderCounters;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopLease;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The order service on one event loop: wiring only. */
final class OrderVerticle extends VerticleBase {

    private final ServiceEdge edge;
    private final Batcher<Wish, Answer> intake;
    private final OrderApi api;
    private final OrderConsumer consumer;
    private final KeyPurge purge;
    private final DeadlineSweeper sweeper;
    private final Duration sweepEvery;
    private final OrderCounters counters;
    private final Optional<CallLoop> caller;
    private final OrderPurge orderPurge;
    private final OperatorApi operatorApi;
    private final List<Long> timers = new ArrayList<>();

    OrderVerticle(ServiceEdge edge) {
        OrderConfig config = edge.settings(OrderConfig.class);
        Database database = edge.database();
        Patience patience = config.patience(edge.shop());
        OrderTables tables = OrderTables.of(database, edge.clock(), patience);
        this.counters = tables.counters();
        this.caller = CallLoop.of(edge, config.calls());
        IdempotencyRepository keys = new IdempotencyRepository(database);
        Placements placements = new Placements(tables, keys, edge.announcer(), edge.clock());
        OrderAlarm alarm = new OrderAlarm(edge.host().meters());
        Orders orders = new Orders(tables, edge.announcer(), patience, edge.clock(), alarm)
                .followedBy(new PaymentCalls(edge.shop().flow(), this::call)::follow);
        ShopTime time = new ShopTime(edge.clock());
        Operators operators =
                new Operators(database, orders, tables.timeline(), edge.shop().flow(), edge.clock());
        this.operatorApi = new OperatorApi(
                new OperatorQueries(database, time), tables.timeline(), operators, new Erasure(database), patience);
        this.orderPurge = new OrderPurge(database, time, config.retention());
        this.edge = edge;
        this.sweepEvery = config.sweepEvery();
        this.intake =
                new Batcher<>(edge.batching(), wishes -> database.inTransaction(tx -> placements.place(tx, wishes)));
        this.api = new OrderApi(
                intake::submit,
                wish -> database.inTransaction(tx -> orders.carryOut(tx, wish)),
                new OrderQueries(database),
                tables.timeline(),
                new OrderApi.Terms(config.idempotency(), edge.shop().flow()));
        this.consumer = new OrderConsumer(orders, new Prices());
        this.purge = new KeyPurge(keys, edge.clock(), config.idempotencyKept());
        this.sweeper = new DeadlineSweeper(
                new Deadlines(database, orders, tables, patience),
                edge.messaging(),
                new ShopLease(database, "deadlines", config.sweepLease()));
    }

    @Override
    public Future<?> start() {
        edge.hear(consumer.routes());
        operatorApi.offer(edge);
        startTimers();
        caller.ifPresent(CallLoop::begin);
        return edge.serve(api.operations().on("getOrderStats", this::stats));
    }

    private void call() {
        caller.ifPresent(CallLoop::look);
    }

    private Future<Reply> stats(Request request) {
        return counters.stats().map(Reply::ok);
    }

    private void startTimers() {
        if (edge.first()) {
            timers.add(purge.start(vertx));
            timers.add(counters.start(vertx));
            timers.add(orderPurge.start(vertx));
            timers.add(sweeper.start(vertx, sweepEvery));
        }
    }

    @Override
    public Future<?> stop() {
        timers.forEach(vertx::cancelTimer);
        return Future.join(intake.idle(), edge.first() ? sweeper.stop() : Future.succeededFuture())
                .compose(idle -> caller.map(CallLoop::stop).orElse(Future.succeededFuture()));
    }
}
