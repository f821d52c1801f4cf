package dev.orderly.catalog;

import dev.orderly.catalog.CatalogRepository.Told;
import dev.orderly.catalog.domain.Change;
import dev.orderly.catalog.domain.Product;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.Announcer;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The use cases about products: offer, change and withdraw them, show what stock tells of them, read them. */
final class Products {

    private final Database database;
    private final CatalogRepository catalog;
    private final Announcer announcer;
    private final Clock clock;

    Products(Database database, CatalogRepository catalog, Announcer announcer, Clock clock) {
        this.database = database;
        this.catalog = catalog;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Puts the products up for sale whose ids are not in use, tombstones again; the answer holds these only. */
    Future<List<Product>> offer(List<Product> products) {
        return database.inTransaction(tx -> offer(tx, products));
    }

    /** Puts the products up for sale if there never were any. */
    Future<Void> offerFirst(List<Product> products) {
        return database.inTransaction(tx -> catalog.isEmpty(tx)
                .compose(empty -> empty ? offer(tx, products).mapEmpty() : Future.succeededFuture()));
    }

    /** Writes over a product that is for sale and is as required; the answer is what it became, or nothing. */
    Future<Optional<Product>> change(String productId, Change change, Consumer<Product> requirement) {
        return replace(
                productId,
                requirement,
                product -> product.changedBy(change),
                changed -> changed.updated(change.onHand()));
    }

    /** Takes a product off sale that is as required; the answer is its tombstone, or nothing. */
    Future<Optional<Product>> withdraw(String productId, Consumer<Product> requirement) {
        return replace(productId, requirement, Product::taken, Product::ended);
    }

    /** Shows the quantities that stock tells; of several about one product the newest counts. */
    Future<Void> show(Transaction tx, List<Announcement<StockUpdated>> levels) {
        List<String> ids = levels.stream()
                .map(level -> level.event().productId())
                .distinct()
                .toList();
        return catalog.lock(tx, ids)
                .map(locked -> changed(locked, levels))
                .compose(changed -> catalog.saveShown(tx, changed));
    }

    Future<Optional<Product>> find(String productId) {
        return catalog.find(database, productId);
    }

    /** The products after this id, in the order of ids. */
    Future<List<Product>> page(String after, int limit) {
        return catalog.page(database, after, limit);
    }

    /** Forgets some of the tombstones that are older than this. @return how many */
    Future<Integer> forget(Duration age, int most) {
        return database.inTransaction(tx -> catalog.purge(tx, age, most));
    }

    private Future<List<Product>> offer(Transaction tx, List<Product> products) {
        List<String> ids = products.stream().map(Product::productId).toList();
        return catalog.findForgotten(tx)
                .compose(forgotten -> catalog.lock(tx, ids)
                        .compose(known -> Future.all(
                                insert(tx, unknown(products, known, forgotten)),
                                save(tx, tombstones(products, known)))))
                .compose(both -> announce(
                        tx,
                        Stream.of(both.<List<Told>>resultAt(0), both.<List<Told>>resultAt(1))
                                .flatMap(List::stream)
                                .toList()));
    }

    private List<Told> unknown(List<Product> products, Map<String, Product> known, long forgotten) {
        return products.stream()
                .filter(product -> !known.containsKey(product.productId()))
                .map(product -> product.above(forgotten))
                .map(fresh -> told(fresh, fresh.created()))
                .toList();
    }

    private List<Told> tombstones(List<Product> products, Map<String, Product> known) {
        List<Told> revived = new ArrayList<>();
        products.forEach(product -> Optional.ofNullable(known.get(product.productId()))
                .filter(Product::deleted)
                .map(tombstone -> tombstone.revivedAs(product))
                .ifPresent(back -> revived.add(told(back, back.created()))));
        return revived;
    }

    /** An id that somebody else has taken meanwhile is left out. */
    private Future<List<Told>> insert(Transaction tx, List<Told> fresh) {
        return catalog.insertNew(tx, fresh).map(inserted -> among(fresh, inserted));
    }

    private Future<List<Told>> save(Transaction tx, List<Told> changed) {
        return catalog.save(tx, changed).map(saved -> changed);
    }

    private Future<Optional<Product>> replace(
            String productId,
            Consumer<Product> requirement,
            Function<Product, Product> change,
            Function<Product, ProductEvent> event) {
        return database.inTransaction(tx -> catalog.lock(tx, List.of(productId))
                .map(locked -> locked.values().stream()
                        .filter(product -> !product.deleted())
                        .map(product -> required(product, requirement))
                        .map(change)
                        .map(changed -> told(changed, event.apply(changed)))
                        .toList())
                .compose(changed -> save(tx, changed))
                .compose(changed -> announce(tx, changed))
                .map(changed -> changed.stream().findFirst()));
    }

    /** What the requirement throws ends the transaction. */
    private static Product required(Product product, Consumer<Product> requirement) {
        requirement.accept(product);
        return product;
    }

    private Future<List<Product>> announce(Transaction tx, List<Told> told) {
        return announcer
                .announce(tx, told.stream().map(Told::announcement).toList())
                .map(announced -> told.stream().map(Told::product).toList());
    }

    private Told told(Product product, ProductEvent event) {
        return new Told(
                product,
                Announcement.of("catalog", product.sequence(), clock.instant().truncatedTo(ChronoUnit.MILLIS), event));
    }

    private static List<Told> among(List<Told> fresh, Set<String> inserted) {
        return fresh.stream()
                .filter(told -> inserted.contains(told.product().productId()))
                .toList();
    }

    private static Collection<Product> changed(Map<String, Product> locked, List<Announcement<StockUpdated>> levels) {
        Map<String, Product> shown = new TreeMap<>(locked);
        levels.forEach(level ->
                shown.computeIfPresent(level.event().productId(), (id, product) -> product.showing(level.event())));
        shown.values().removeAll(locked.values());
        return shown.values();
    }
}
