package dev.orderly.order;

import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Wish;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.OptionalLong;

/** The order service on one event loop: wiring only. */
final class OrderVerticle extends VerticleBase {

    private final ServiceEdge edge;
    private final Batcher<Wish, Answer> intake;
    private final OrderApi api;
    private final OrderConsumer consumer;
    private final KeyPurge purge;
    private OptionalLong purging = OptionalLong.empty();

    OrderVerticle(ServiceEdge edge) {
        OrderConfig config = edge.settings(OrderConfig.class);
        Database database = edge.database();
        TimelineRepository timeline = new TimelineRepository(database);
        IdempotencyRepository keys = new IdempotencyRepository(database);
        Placements placements = new Placements(keys, timeline, edge.announcer(), edge.clock());
        ImpossibleEvents alarm = new ImpossibleEvents(edge.host().meters());
        Orders orders = new Orders(timeline, edge.announcer(), edge.shop().flow(), edge.clock(), alarm);
        this.edge = edge;
        this.intake =
                new Batcher<>(edge.batching(), wishes -> database.inTransaction(tx -> placements.place(tx, wishes)));
        this.api = new OrderApi(
                intake::submit,
                wish -> database.inTransaction(tx -> orders.cancel(tx, wish)),
                new OrderQueries(database),
                timeline,
                new OrderApi.Terms(config.idempotency(), edge.shop().flow()));
        this.consumer = new OrderConsumer(orders, placements);
        this.purge = new KeyPurge(keys, edge.clock(), config.idempotencyKept());
    }

    @Override
    public Future<?> start() {
        edge.hear(consumer.routes());
        purgeOldKeys();
        return edge.serve(api.operations());
    }

    private void purgeOldKeys() {
        if (edge.first()) {
            purging = OptionalLong.of(purge.start(vertx));
        }
    }

    @Override
    public Future<?> stop() {
        purging.ifPresent(vertx::cancelTimer);
        return intake.idle();
    }
}
