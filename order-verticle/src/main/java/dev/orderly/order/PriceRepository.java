package dev.orderly.order;

import dev.orderly.order.domain.Price;
import dev.orderly.order.domain.PriceList;
import dev.orderly.order.domain.PriceNews;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The prices that the shop sells at, as the catalog told them. */
final class PriceRepository {

    private static final String FIND = """
            SELECT product_id, price_minor, currency FROM products WHERE product_id = ANY ($1::text[]) AND NOT deleted
            """;

    /** In the order of the products; news that is not newer than what is known changes nothing. */
    private static final String SAVE = """
            INSERT INTO products (product_id, name, price_minor, currency, deleted, sequence)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::boolean[], $6::bigint[])
                   AS told (product_id, name, price_minor, currency, deleted, sequence)
             ORDER BY told.product_id
                ON CONFLICT (product_id) DO UPDATE
               SET name = excluded.name, price_minor = excluded.price_minor, currency = excluded.currency,
                   deleted = excluded.deleted, sequence = excluded.sequence
             WHERE products.sequence < excluded.sequence
            """;

    Future<PriceList> find(Transaction tx, Collection<String> productIds) {
        return tx.run(FIND, Tuple.of(productIds.toArray(String[]::new)))
                .map(rows -> new PriceList(rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.getString("product_id"),
                                row -> new Price(row.getLong("price_minor"), row.getString("currency"))))));
    }

    /** Each product once: its newest news. */
    Future<Void> save(Transaction tx, List<PriceNews> products) {
        Tuple rows = Columns.of(products)
                .texts(PriceNews::productId)
                .texts(PriceNews::name)
                .longs(product -> product.price().minor())
                .texts(product -> product.price().currency())
                .flags(PriceNews::deleted)
                .longs(PriceNews::sequence)
                .tuple();
        return tx.run(SAVE, rows).mapEmpty();
    }
}
