package dev.orderly.order.stats;

import dev.orderly.order.domain.Status;
import dev.orderly.order.stats.OrderStats.Count;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The counters: what batches add, what it comes to, and what the minutes brought. */
final class CountRepository {

    private static final String ADD = """
            INSERT INTO count_deltas (minute, status, arrived, gone)
            SELECT date_trunc('minute', $4::timestamptz), delta.status, delta.arrived, delta.gone
              FROM unnest($1::text[], $2::int[], $3::int[]) AS delta (status, arrived, gone)
            """;

    private static final String FOLD = """
            WITH taken AS (DELETE FROM count_deltas
                            WHERE id IN (SELECT id FROM count_deltas ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED)
                           RETURNING minute, status, arrived, gone),
                 standing AS (INSERT INTO counts AS known (status, orders)
                              SELECT status, sum(arrived - gone) FROM taken GROUP BY status ORDER BY status
                                  ON CONFLICT (status) DO UPDATE SET orders = known.orders + excluded.orders),
                 minutes AS (INSERT INTO minute_counts AS known (minute, status, arrived)
                             SELECT minute, status, sum(arrived) FROM taken WHERE arrived > 0
                              GROUP BY minute, status ORDER BY minute, status
                                 ON CONFLICT (minute, status) DO UPDATE SET arrived = known.arrived + excluded.arrived)
            SELECT count(*)::int AS folded FROM taken
            """;

    private static final String FORGET = "DELETE FROM minute_counts WHERE minute < $1::timestamptz";

    /** One statement, so that what is folded meanwhile is neither missed nor counted twice. */
    private static final String READ = """
            SELECT status, NULL::timestamptz AS minute, sum(orders)::bigint AS orders
              FROM (SELECT status, orders FROM counts
                    UNION ALL SELECT status, arrived - gone FROM count_deltas) AS standing
             GROUP BY status
            UNION ALL
            SELECT status, minute, sum(arrived)::bigint
              FROM (SELECT status, minute, arrived FROM minute_counts
                    UNION ALL SELECT status, minute, arrived FROM count_deltas) AS moves
             WHERE minute >= $1::timestamptz
             GROUP BY status, minute
            """;

    private static final String COUNT_OPEN = """
            SELECT coalesce(sum(orders), 0)::bigint AS open
              FROM (SELECT status, orders FROM counts
                    UNION ALL SELECT status, arrived - gone FROM count_deltas) AS standing
             WHERE status IN ('pending', 'awaiting_payment')
            """;

    /** What a batch did to one status. */
    record Delta(Status status, int arrived, int gone) {}

    private final Database database;

    CountRepository(Database database) {
        this.database = database;
    }

    Future<Void> add(Transaction tx, List<Delta> deltas, Instant at) {
        if (deltas.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Columns.of(deltas)
                .texts(delta -> delta.status().label())
                .ints(Delta::arrived)
                .ints(Delta::gone)
                .value(at.atOffset(ZoneOffset.UTC))
                .tuple();
        return tx.run(ADD, rows).mapEmpty();
    }

    /** Folds the oldest additions; how many it were. */
    Future<Integer> fold(int limit) {
        return database.read(FOLD, Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("folded"));
    }

    /** Forgets the minutes before that moment. */
    Future<Void> forget(Instant before) {
        return database.read(FORGET, Tuple.of(before.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    /** How many orders are undecided. */
    Future<Long> open() {
        return database.read(COUNT_OPEN, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("open"));
    }

    Future<OrderStats> read(Instant now) {
        return database.read(READ, Tuple.of(OrderStats.since(now).atOffset(ZoneOffset.UTC)))
                .map(rows -> toStats(rows, now));
    }

    private static OrderStats toStats(RowSet<Row> rows, Instant now) {
        Map<Status, Long> standing = new EnumMap<>(Status.class);
        List<Count> arrived = new ArrayList<>();
        for (Row row : rows) {
            Status status = Status.labelled(row.getString("status")).orElseThrow();
            if (row.getOffsetDateTime("minute") == null) {
                standing.put(status, row.getLong("orders"));
            } else {
                arrived.add(new Count(status, row.getOffsetDateTime("minute").toInstant(), row.getLong("orders")));
            }
        }
        return OrderStats.of(standing, arrived, now);
    }
}
