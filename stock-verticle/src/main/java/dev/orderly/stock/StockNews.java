package dev.orderly.stock;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.Announcer;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Level;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** The use cases about news: tell what can be sold of a product now, if that was not told yet. */
final class StockNews {

    private final Database database;
    private final StockRepository stock;
    private final Announcer announcer;
    private final Clock clock;

    StockNews(Database database, StockRepository stock, Announcer announcer, Clock clock) {
        this.database = database;
        this.stock = stock;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Tells the levels of these products, as far as they are untold. */
    Future<Void> announce(Collection<String> productIds) {
        return database.inTransaction(tx -> stock.lockUntold(tx, productIds).compose(levels -> announce(tx, levels)));
    }

    /** Tells the levels that a crash kept from being told, some at a time. */
    Future<Void> announceForgotten() {
        return database.inTransaction(tx -> stock.lockForgotten(tx).compose(levels -> announce(tx, levels)));
    }

    private Future<Void> announce(Transaction tx, List<Level> levels) {
        if (levels.isEmpty()) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Announcement<StockUpdated>> news =
                levels.stream().map(level -> news(level, now)).toList();
        return Future.all(stock.saveTold(tx, levels), announcer.announce(tx, news))
                .mapEmpty();
    }

    private static Announcement<StockUpdated> news(Level level, Instant now) {
        StockUpdated updated = new StockUpdated(level.productId(), level.available(), level.sequence());
        return Announcement.of("stock", level.sequence(), now, updated);
    }
}
