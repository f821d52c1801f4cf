package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.messaging.EventHandler;
import dev.orderly.order.domain.PriceNews;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** What the shop sells and at which price, as the catalog tells it; an order keeps the price that it was placed at. */
final class Prices {

    private final PriceRepository prices = new PriceRepository();

    /** Hears one kind of the catalog's news. */
    <E extends Event> EventHandler<E> hears(Function<E, PriceNews> reading) {
        return (tx, events) ->
                learn(tx, events.stream().map(Announcement::event).map(reading).toList());
    }

    /** Of several news about one product the latest counts, whichever came first. */
    private Future<Void> learn(Transaction tx, List<PriceNews> news) {
        TreeMap<String, PriceNews> latest = new TreeMap<>();
        news.forEach(told -> latest.merge(told.productId(), told, PriceNews::orLater));
        return prices.save(tx, List.copyOf(latest.values()));
    }
}
