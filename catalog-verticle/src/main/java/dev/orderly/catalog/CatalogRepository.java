package dev.orderly.catalog;

import dev.orderly.catalog.domain.Product;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalog's rows; nobody else knows its tables. */
final class CatalogRepository {

    private static final String IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM products) AS empty";

    private static final String INSERT_NEW = """
            INSERT INTO products (product_id, name, price_minor, currency, quantity_shown, stock_sequence, sequence,
                                  event_id, created_at)
            SELECT new.product_id, new.name, new.price_minor, new.currency, new.quantity, 0, new.sequence,
                   new.event_id, new.created_at
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[],
                          $8::timestamptz[])
                AS new (product_id, name, price_minor, currency, quantity, sequence, event_id, created_at)
             ORDER BY new.product_id
                ON CONFLICT (product_id) DO NOTHING
            RETURNING product_id
            """;

    private static final String COLUMNS =
            "product_id, name, price_minor, currency, quantity_shown, stock_sequence, sequence";

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

    private static final String FIND = "SELECT " + COLUMNS + " FROM products WHERE product_id = $1::text";

    private static final String PAGE = "SELECT " + COLUMNS + """
              FROM products
             WHERE product_id > $1::text
             ORDER BY product_id
             LIMIT $2::int
            """;

    /** A product with the announcement that goes out with it. */
    record NewProduct(Product product, Announcement<ProductCreated> announcement) {}

    Future<Boolean> isEmpty(Transaction tx) {
        return tx.run(IS_EMPTY, Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean("empty"));
    }

    /** Inserts those whose ids are not taken. @return the ids inserted */
    Future<Set<String>> insertNew(Transaction tx, List<NewProduct> fresh) {
        Tuple columns = Columns.of(fresh)
                .texts(row -> row.product().productId())
                .texts(row -> row.product().name())
                .longs(row -> row.product().priceMinor())
                .texts(row -> row.product().currency())
                .longs(row -> row.product().quantityShown())
                .longs(row -> row.product().sequence())
                .uuids(row -> row.announcement().id())
                .instants(row -> row.announcement().at())
                .tuple();
        return tx.run(INSERT_NEW, columns)
                .map(rows ->
                        rows.stream().map(row -> row.getString("product_id")).collect(Collectors.toSet()));
    }

    /** The products with these ids, for update. */
    Future<Map<String, Product>> lock(Transaction tx, List<String> productIds) {
        return tx.run(LOCK, Tuple.of(productIds.toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(CatalogRepository::product)
                        .collect(Collectors.toMap(Product::productId, Function.identity())));
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
                row.getLong("sequence"));
    }
}
