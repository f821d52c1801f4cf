package dev.orderly.catalog;

import dev.orderly.catalog.CatalogRepository.NewProduct;
import dev.orderly.catalog.domain.Product;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.Announcer;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The use cases about products: offer them, show what stock tells of them, read them. */
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

    /** Puts the products up for sale whose ids are new; the answer holds these only. */
    Future<List<Product>> offer(List<Product> products) {
        return database.inTransaction(tx -> offer(tx, products));
    }

    /** Puts the products up for sale if there are none at all. */
    Future<Void> offerFirst(List<Product> products) {
        return database.inTransaction(tx -> catalog.isEmpty(tx)
                .compose(empty -> empty ? offer(tx, products).mapEmpty() : Future.succeededFuture()));
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

    private Future<List<Product>> offer(Transaction tx, List<Product> products) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<NewProduct> offered =
                products.stream().map(product -> newProduct(product, now)).toList();
        return catalog.insertNew(tx, offered).compose(inserted -> {
            List<NewProduct> accepted = offered.stream()
                    .filter(product -> inserted.contains(product.product().productId()))
                    .toList();
            return announcer
                    .announce(
                            tx, accepted.stream().map(NewProduct::announcement).toList())
                    .map(told -> accepted.stream().map(NewProduct::product).toList());
        });
    }

    private static NewProduct newProduct(Product product, Instant now) {
        Announcement<ProductCreated> created =
                Announcement.of("catalog", product.sequence(), now, product.announcement());
        return new NewProduct(product, created);
    }

    private static Collection<Product> changed(Map<String, Product> locked, List<Announcement<StockUpdated>> levels) {
        Map<String, Product> shown = new TreeMap<>(locked);
        levels.forEach(level ->
                shown.computeIfPresent(level.event().productId(), (id, product) -> product.showing(level.event())));
        shown.values().removeAll(locked.values());
        return shown.values();
    }
}
