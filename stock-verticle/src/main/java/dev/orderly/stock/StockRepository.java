package dev.orderly.stock;

import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Level;
import dev.orderly.stock.domain.Movement;
import dev.orderly.stock.domain.Shelf;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of levels and of the ledger of units; nobody else knows these tables. */
final class StockRepository {

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private static final String INSERT_MISSING = """
            INSERT INTO stock_levels (product_id, available, reserved, deducted, sequence, announced_sequence, product_sequence)
            SELECT new.product_id, 0, 0, 0, 0, 0, 0
              FROM unnest($1::text[]) AS new (product_id)
             ORDER BY new.product_id
                ON CONFLICT (product_id) DO NOTHING
            """;

    /** Rows are locked in product order, so that two batches for the same products cannot deadlock. */
    private static final String LOCK_SHELF = """
            SELECT product_id, available, reserved, deducted, sequence, product_sequence, deleted
              FROM stock_levels
             WHERE product_id = ANY ($1::text[])
             ORDER BY product_id
               FOR UPDATE
            """;

    private static final String LOCK_UNTOLD = """
            SELECT product_id, available, reserved, deducted, sequence, product_sequence, deleted
              FROM stock_levels
             WHERE product_id = ANY ($1::text[])
               AND sequence > announced_sequence
             ORDER BY product_id
               FOR UPDATE
            """;

    private static final String LOCK_FORGOTTEN = """
            SELECT product_id, available, reserved, deducted, sequence, product_sequence, deleted
              FROM stock_levels
             WHERE sequence > announced_sequence
             ORDER BY product_id
             LIMIT $1::int
               FOR UPDATE SKIP LOCKED
            """;

    private static final String SAVE_LEVELS = """
            UPDATE stock_levels
               SET available = new.available, reserved = new.reserved, deducted = new.deducted,
                   sequence = new.sequence, product_sequence = new.product_sequence, deleted = new.deleted
              FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[])
                AS new (product_id, available, reserved, deducted, sequence, product_sequence, deleted)
             WHERE stock_levels.product_id = new.product_id
            """;

    private static final String SAVE_TOLD = """
            UPDATE stock_levels
               SET announced_sequence = sequence
             WHERE product_id = ANY ($1::text[])
            """;

    private static final String INSERT_MOVEMENTS = """
            INSERT INTO movements (product_id, kind, delta_available, delta_reserved, delta_deducted, order_id, event_id, at)
            SELECT new.product_id, new.kind, new.available, new.reserved, new.deducted, new.order_id, new.event_id, $8::timestamptz
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[], $7::uuid[])
                AS new (product_id, kind, available, reserved, deducted, order_id, event_id)
            """;

    private static final String FIND = """
            SELECT product_id, available, reserved, deducted, sequence, product_sequence, deleted
              FROM stock_levels
             WHERE product_id = $1::text
            """;

    private static final String PAGE = """
            SELECT product_id, available, reserved, deducted, sequence, product_sequence, deleted
              FROM stock_levels
             WHERE product_id > $1::text
               AND (NOT deleted OR reserved > 0)
             ORDER BY product_id
             LIMIT $2::int
            """;

    /** Makes an empty row for every product that has none. */
    Future<Void> insertMissing(Transaction tx, Set<String> productIds) {
        return tx.run(INSERT_MISSING, ids(productIds)).mapEmpty();
    }

    /** The shelf with these products, for update. */
    Future<Shelf> lockShelf(Transaction tx, Set<String> productIds) {
        return productIds.isEmpty()
                ? Future.succeededFuture(new Shelf(List.of()))
                : tx.run(LOCK_SHELF, ids(productIds))
                        .map(StockRepository::levels)
                        .map(Shelf::new);
    }

    /** Those of the products whose last level was not told, for update. */
    Future<List<Level>> lockUntold(Transaction tx, Collection<String> productIds) {
        return tx.run(LOCK_UNTOLD, ids(productIds)).map(StockRepository::levels);
    }

    /** Any products whose last level was not told, for update; none that somebody is at work on. */
    Future<List<Level>> lockForgotten(Transaction tx) {
        return tx.run(LOCK_FORGOTTEN, Tuple.of(FORGOTTEN_AT_ONCE)).map(StockRepository::levels);
    }

    /** Saves levels that were locked before, and what moved them. */
    Future<Void> save(Transaction tx, List<Level> levels, List<Movement> movements, Instant at) {
        return Future.all(saveLevels(tx, levels), insertMovements(tx, movements, at))
                .mapEmpty();
    }

    /** Notes that the present levels are told. */
    Future<Void> saveTold(Transaction tx, List<Level> levels) {
        return tx.run(SAVE_TOLD, ids(levels.stream().map(Level::productId).toList()))
                .mapEmpty();
    }

    Future<Optional<Level>> find(Database database, String productId) {
        return database.read(FIND, Tuple.of(productId))
                .map(rows -> rows.stream().map(StockRepository::level).findFirst());
    }

    Future<List<Level>> page(Database database, String after, int limit) {
        return database.read(PAGE, Tuple.of(after, limit)).map(StockRepository::levels);
    }

    private static Future<Void> saveLevels(Transaction tx, List<Level> levels) {
        if (levels.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Level> columns = Columns.of(levels)
                .texts(Level::productId)
                .longs(Level::available)
                .longs(Level::reserved)
                .longs(Level::deducted)
                .longs(Level::sequence)
                .longs(Level::productSequence)
                .flags(Level::deleted);
        return tx.run(SAVE_LEVELS, columns.tuple()).mapEmpty();
    }

    private static Future<Void> insertMovements(Transaction tx, List<Movement> movements, Instant at) {
        if (movements.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<Movement> columns = Columns.of(movements)
                .texts(Movement::productId)
                .texts(moved -> moved.kind().word())
                .longs(Movement::available)
                .longs(Movement::reserved)
                .longs(Movement::deducted)
                .uuids(moved -> moved.orderId().orElse(null))
                .uuids(moved -> moved.causeEventId().orElse(null))
                .value(at.atOffset(ZoneOffset.UTC));
        return tx.run(INSERT_MOVEMENTS, columns.tuple()).mapEmpty();
    }

    private static Tuple ids(Collection<String> productIds) {
        return Columns.of(productIds).texts(id -> id).tuple();
    }

    private static List<Level> levels(RowSet<Row> rows) {
        return rows.stream().map(StockRepository::level).toList();
    }

    private static Level level(Row row) {
        return new Level(
                row.getString("product_id"),
                row.getLong("available"),
                row.getLong("reserved"),
                row.getLong("deducted"),
                row.getLong("sequence"),
                row.getLong("product_sequence"),
                row.getBoolean("deleted"));
    }
}
