package dev.orderly.stock;

import dev.orderly.persistence.ShopTime;
import dev.orderly.service.Chores;
import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts stock's parts together on one event loop. */
final class StockVerticle extends VerticleBase {

    private static final Duration NEWS_SWEEP_INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(StockVerticle.class);

    private final ServiceEdge edge;
    private final StockConfig settings;
    private final StockRepository stock = new StockRepository();
    private final StockNews news;
    private final StockLevels levels;
    private final Reservations reservations;
    private final Chores chores;
    private final Erasure erasure;

    StockVerticle(ServiceEdge edge) {
        this.edge = edge;
        this.settings = edge.settings(StockConfig.class);
        ShopTime time = new ShopTime(edge.clock());
        this.news = new StockNews(edge.database(), stock, edge.announcer(), edge.clock());
        Voice voice = new Voice(edge.announcer(), newsTimer(), alarms());
        this.levels = new StockLevels(edge.database(), stock, voice, edge.clock());
        this.reservations = new Reservations(
                new ReservationRepository(time),
                stock,
                voice,
                edge.clock(),
                edge.shop().deadline());
        RetentionRepository old = new RetentionRepository(time);
        this.chores = chores(time, old);
        this.erasure = new Erasure(edge.database(), old);
    }

    @Override
    public Future<?> start() {
        edge.hear(new StockConsumer(reservations, levels).routes());
        edge.manage(HttpMethod.POST, "/stock/customers/:id/erase", erasure::erase);
        chores.begin();
        if (edge.first()) {
            edge.vertx().setPeriodic(0, NEWS_SWEEP_INTERVAL.toMillis(), elapsed -> sweepForgottenNews());
        }
        return edge.serve(new StockApi(levels).operations());
    }

    @Override
    public Future<?> stop() {
        return chores.stop();
    }

    /** What a crashed instance, this one or another, left untold. */
    private void sweepForgottenNews() {
        news.announceForgotten()
                .onFailure(failure -> LOG.debug("forgotten levels stay untold for now: {}", failure.getMessage()));
    }

    private Chores chores(ShopTime time, RetentionRepository old) {
        Reminders reminders = new Reminders(
                edge.database(),
                new WatchRepository(time),
                reservations,
                edge.shop().deadline());
        Retention retention = new Retention(edge.database(), old, settings.finishedKept());
        return new Chores(edge)
                .addResting("reminders", settings.sweepEvery(), reminders::remind)
                .add("purge", settings.purgeEvery(), retention::purge);
    }

    private NewsTimer newsTimer() {
        return new NewsTimer(edge.vertx(), settings.newsInterval(), news::announce);
    }

    private Alarms alarms() {
        return new Alarms(edge.meters().impossible());
    }
}
