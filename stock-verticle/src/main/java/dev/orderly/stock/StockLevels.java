package dev.orderly.stock;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Level;
import dev.orderly.stock.domain.Shelf;
import dev.orderly.stock.domain.Stocktaking;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The use cases about levels: follow what the catalog says of products, take a person's count, read. */
final class StockLevels {

    private final Database database;
    private final StockRepository stock;
    private final Voice voice;
    private final Clock clock;

    StockLevels(Database database, StockRepository stock, Voice voice, Clock clock) {
        this.database = database;
        this.stock = stock;
        this.voice = voice;
        this.clock = clock;
    }

    /** Takes up what the catalog announced; a product that comes again changes nothing. */
    Future<Void> stock(Transaction tx, List<Announcement<ProductCreated>> products) {
        return hear(tx, products, Stocktaking::created);
    }

    /** Takes over quantities that were set anew. */
    Future<Void> restock(Transaction tx, List<Announcement<ProductUpdated>> products) {
        List<Announcement<ProductUpdated>> counted = products.stream()
                .filter(updated -> updated.event().quantity().isPresent())
                .toList();
        return counted.isEmpty() ? Future.succeededFuture() : hear(tx, counted, Stocktaking::updated);
    }

    /** Clears away what is no longer for sale. */
    Future<Void> clear(Transaction tx, List<Announcement<ProductDeleted>> products) {
        return hear(tx, products, Stocktaking::deleted);
    }

    /** A count and what it found. */
    record Counted(Stocktaking.Outcome outcome, Optional<Level> level) {}

    /** Sets what is on hand, as an adjustment, if the level is as required: what {@code requirement} throws ends the transaction. */
    Future<Counted> count(String productId, long onHand, Consumer<Level> requirement) {
        return database.inTransaction(
                tx -> stock.lockShelf(tx, Set.of(productId)).compose(shelf -> {
                    shelf.level(productId).ifPresent(requirement);
                    return count(tx, shelf, productId, onHand);
                }));
    }

    Future<Optional<Level>> find(String productId) {
        return stock.find(database, productId);
    }

    /** The levels after this product, in product order. */
    Future<List<Level>> page(String after, int limit) {
        return stock.page(database, after, limit);
    }

    /** What is heard of a product first may be its end: its row keeps the sequence, so that the beginning comes too late. */
    private <E extends ProductEvent> Future<Void> hear(
            Transaction tx, List<Announcement<E>> products, BiConsumer<Stocktaking, Announcement<E>> apply) {
        Set<String> ids =
                products.stream().map(told -> told.event().productId()).collect(Collectors.toSet());
        return stock.insertMissing(tx, ids)
                .compose(inserted -> stock.lockShelf(tx, ids))
                .compose(shelf -> save(tx, shelf, taken(shelf, products, apply)));
    }

    private static <E extends ProductEvent> Stocktaking taken(
            Shelf shelf, List<Announcement<E>> products, BiConsumer<Stocktaking, Announcement<E>> apply) {
        Stocktaking taking = new Stocktaking(shelf);
        products.forEach(told -> apply.accept(taking, told));
        return taking;
    }

    private Future<Counted> count(Transaction tx, Shelf shelf, String productId, long onHand) {
        Stocktaking taking = new Stocktaking(shelf);
        Stocktaking.Outcome outcome = taking.counted(productId, onHand);
        return save(tx, shelf, taking).map(saved -> new Counted(outcome, shelf.settled(productId)));
    }

    private Future<Void> save(Transaction tx, Shelf shelf, Stocktaking taking) {
        List<Level> changed = shelf.changed();
        return Future.all(
                        stock.save(
                                tx, changed, taking.movements(), clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                        voice.tell(tx, List.of(), changed, taking.alarms()))
                .mapEmpty();
    }
}
