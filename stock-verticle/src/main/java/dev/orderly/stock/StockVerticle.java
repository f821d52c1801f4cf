package dev.orderly.stock;

import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts stock's parts together on one event loop. */
final class StockVerticle extends VerticleBase {

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(StockVerticle.class);

    private final ServiceEdge edge;
    private final StockRepository stock = new StockRepository();
    private final StockNews news;
    private final StockLevels levels;
    private final Reservations reservations;

    StockVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.news = new StockNews(edge.database(), stock, edge.announcer(), edge.clock());
        Voice voice = new Voice(edge.announcer(), newsTimer(), alarms());
        this.levels = new StockLevels(edge.database(), stock, voice, edge.clock());
        this.reservations = new Reservations(
                new ReservationRepository(),
                stock,
                voice,
                edge.clock(),
                edge.shop().deadline());
    }

    @Override
    public Future<?> start() {
        edge.hear(new StockConsumer(reservations, levels).routes());
        sweepForgottenNews();
        return edge.serve(new StockApi(levels).operations());
    }

    /** What a crashed instance, this one or another, left untold. */
    private void sweepForgottenNews() {
        if (edge.first()) {
            edge.vertx().setPeriodic(0, SWEEP_INTERVAL.toMillis(), elapsed -> sweep());
        }
    }

    private void sweep() {
        news.announceForgotten()
                .onFailure(failure -> LOG.debug("forgotten levels stay untold for now: {}", failure.getMessage()));
    }

    private NewsTimer newsTimer() {
        return new NewsTimer(edge.vertx(), edge.settings(StockConfig.class).newsInterval(), news::announce);
    }

    private Alarms alarms() {
        return new Alarms(edge.host().meters().counter("orderly.impossible", "service", "stock"));
    }
}
