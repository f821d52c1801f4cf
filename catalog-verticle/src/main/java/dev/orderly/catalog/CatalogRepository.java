package dev.orderly.catalog;

import dev.orderly.catalog.domain.Product;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.ShopTime;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalog's rows; nobody else knows its tables. */
final class CatalogRepository {

    private static final String IS_EMPTY = """
            SELECT NOT EXISTS (SELECT FROM products) AND sequence = 0 AS empty FROM forgotten_products
            """;
    private static final String FIND_FORGOTTEN = "SELECT sequence FROM forgotten_products";
    private static final String INSERT_NEW = """
            INSERT INTO products (product_id, name, price_minor, currency, quantity_shown, stock_sequence, sequence,
                                  event_id, created_at)
            SELECT new.product_id, new.name, new.price_minor, new.currency, new.quantity, 0, new.sequence,
                   new.event_id, new.at
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::boolean[],
                          $8::uuid[], $9::timestamptz[])
                AS new (product_id, name, price_minor, currency, quantity, sequence, deleted, event_id, at)
             ORDER BY new.product_id
                ON CONFLICT (product_id) DO NOTHING
            RETURNING product_id
            """;
    private static final String SAVE = """
            UPDATE products
               SET name = new.name, price_minor = new.price_minor, currency = new.currency,
                   quantity_shown = new.quantity, sequence = new.sequence, event_id = new.event_id,
                   deleted_at = CASE WHEN new.deleted THEN now() + make_interval(secs => $10::float8) END
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::boolean[],
                          $8::uuid[], $9::timestamptz[])
                AS new (product_id, name, price_minor, currency, quantity, sequence, deleted, event_id, at)
             WHERE products.product_id = new.product_id
            """;
    private static final String COLUMNS =
            "product_id, name, price_minor, currency, quantity_shown, stock_sequence, sequence, deleted_at";

    /** Rows are locked in product order, so that two batches for the same products cannot deadlock. */
    private static final String LOCK = "SELECT " + COLUMNS + """
              FROM products
             WHERE product_id = ANY ($1::text[])
             ORDER BY product_id
               FOR UPDATE
            """;

    private static final String SAVE_SHOWN = """
            UPDATE products
               SET quantity_shown = new.quantity, stock_sequence = new.sequence
              FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS new (product_id, quantity, sequence)
             WHERE products.product_id = new.product_id
            """;
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM products WHERE product_id = $1::text AND deleted_at IS NULL";
    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM products
             WHERE product_id > $1::text
               AND deleted_at IS NULL
             ORDER BY product_id
             LIMIT $2::int
            """;
    private static final String PURGE = """
            SELECT purge_products(now() + make_interval(secs => $1::float8), $2::int) AS gone
            """;

    /** A product with the announcement that goes out with it. */
    record Told(Product product, Announcement<ProductEvent> announcement) {}

    private final ShopTime time;

    CatalogRepository(ShopTime time) {
        this.time = time;
    }

    Future<Boolean> isEmpty(Transaction tx) {
        return tx.run(IS_EMPTY, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean("empty"));
    }

    /** The highest sequence that an id may have had before it was forgotten. */
    Future<Long> findForgotten(Transaction tx) {
        return tx.run(FIND_FORGOTTEN, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("sequence"));
    }

    /** Inserts those whose ids are not taken. @return the ids inserted */
    Future<Set<String>> insertNew(Transaction tx, List<Told> fresh) {
        return fresh.isEmpty()
                ? Future.succeededFuture(Set.of())
                : tx.run(INSERT_NEW, columns(fresh).tuple())
                        .map(rows -> rows.stream()
                                .map(row -> row.getString("product_id"))
                                .collect(Collectors.toSet()));
    }

    /** The products with these ids, for update; tombstones too. */
    Future<Map<String, Product>> lock(Transaction tx, List<String> productIds) {
        return tx.run(LOCK, Tuple.of(productIds.toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(CatalogRepository::product)
                        .collect(Collectors.toMap(Product::productId, Function.identity())));
    }

    /** Saves products that were locked before. */
    Future<Void> save(Transaction tx, List<Told> changed) {
        return changed.isEmpty()
                ? Future.succeededFuture()
                : tx.run(SAVE, columns(changed).value(time.aheadSeconds()).tuple())
                        .mapEmpty();
    }

    /** Forgets some tombstones that are older than this. @return how many */
    Future<Integer> purge(Transaction tx, Duration age, int most) {
        return tx.run(PURGE, Tuple.of(time.agoSeconds(age), most))
                .map(rows -> rows.iterator().next().getInteger("gone"));
    }

    /** Saves what is shown of the quantity. */
    Future<Void> saveShown(Transaction tx, Collection<Product> products) {
        if (products.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple columns = Columns.of(products)
                .texts(Product::productId)
                .longs(Product::quantityShown)
                .longs(Product::stockSequence)
                .tuple();
        return tx.run(SAVE_SHOWN, columns).mapEmpty();
    }

    Future<Optional<Product>> find(Database database, String productId) {
        return database.read(FIND, Tuple.of(productId))
                .map(rows -> rows.stream().map(CatalogRepository::product).findFirst());
    }

    Future<List<Product>> page(Database database, String after, int limit) {
        return database.read(PAGE, Tuple.of(after, limit))
                .map(rows -> rows.stream().map(CatalogRepository::product).toList());
    }

    private static Product product(Row row) {
        return new Product(
                row.getString("product_id"),
                row.getString("name"),
                row.getLong("price_minor"),
                row.getString("currency"),
                row.getLong("quantity_shown"),
                row.getLong("stock_sequence"),
                row.getLong("sequence"),
                row.getOffsetDateTime("deleted_at") != null);
    }

    private static Columns<Told> columns(List<Told> told) {
        return Columns.of(told)
                .texts(row -> row.product().productId())
                .texts(row -> row.product().name())
                .longs(row -> row.product().priceMinor())
                .texts(row -> row.product().currency())
                .longs(row -> row.product().quantityShown())
                .longs(row -> row.product().sequence())
                .flags(row -> row.product().deleted())
                .uuids(row -> row.announcement().id())
                .instants(row -> row.announcement().at());
    }
}
