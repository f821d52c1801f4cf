package dev.orderly.order;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderLine;
import dev.orderly.order.OrderViews.OrderView;
import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Orders for reading: one statement gives orders and lines. */
final class OrderQueries {

    private static final String FIND = """
            SELECT o.id, o.status, o.reason, o.customer_id, o.total_minor, o.currency, o.created_at, o.version,
                   l.product_id, l.quantity, l.price_minor
              FROM orders o
              JOIN order_lines l ON l.order_id = o.id
             WHERE o.id = $1::uuid
             ORDER BY l.position
            """;

    /** The page is cut before its lines are joined; the filters are put in where they apply, so that each text has its own plan. */
    private static final String PAGE = """
            SELECT o.id, o.status, o.reason, o.customer_id, o.total_minor, o.currency, o.created_at,
                   l.product_id, l.quantity, l.price_minor
              FROM (SELECT *
                      FROM orders
                     WHERE id < $1::uuid AND""";

    private static final String OF_PAGE = """
                     ORDER BY id DESC
                     LIMIT $4::int OFFSET $5::int) o
              JOIN order_lines l ON l.order_id = o.id
             ORDER BY o.id DESC, l.position
            """;

    /** A text of its own for each set of filters: each has a plan of its own. */
    private static final String FIND_ALL = PAGE + " $2::text IS NULL AND $3::text IS NULL " + OF_PAGE;

    private static final String FIND_IN_STATUS = PAGE + " status = $2::text AND $3::text IS NULL " + OF_PAGE;
    private static final String FIND_OF_CUSTOMER = PAGE + " $2::text IS NULL AND customer_id = $3::text " + OF_PAGE;
    private static final String FIND_OF_CUSTOMER_IN_STATUS =
            PAGE + " status = $2::text AND customer_id = $3::text " + OF_PAGE;

    /** Above every id that is made: where the first page begins. */
    static final UUID NEWEST = new UUID(-1L, -1L);

    /** Which page: the filters, where it begins, and how many orders are looked at. */
    record PageRequest(Optional<String> status, Optional<String> customerId, UUID before, int limit, int offset) {}

    /** An order in one of its versions. */
    record Seen(OrderView order, int version) {}

    private final Database database;

    OrderQueries(Database database) {
        this.database = database;
    }

    Future<Optional<Seen>> find(UUID id) {
        return database.read(FIND, Tuple.of(id)).map(OrderQueries::toSeen);
    }

    Future<List<OrderView>> findPage(PageRequest page) {
        Tuple parameters = Tuple.of(
                page.before(), page.status().orElse(null), page.customerId().orElse(null), page.limit(), page.offset());
        return rows(page, parameters).map(OrderQueries::toViews);
    }

    private Future<RowSet<Row>> rows(PageRequest page, Tuple parameters) {
        if (page.customerId().isPresent()) {
            return page.status().isPresent()
                    ? database.read(FIND_OF_CUSTOMER_IN_STATUS, parameters)
                    : database.read(FIND_OF_CUSTOMER, parameters);
        }
        return page.status().isPresent()
                ? database.read(FIND_IN_STATUS, parameters)
                : database.read(FIND_ALL, parameters);
    }

    private static Optional<Seen> toSeen(RowSet<Row> rows) {
        List<Row> lines = new ArrayList<>();
        rows.forEach(lines::add);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen(toView(lines), lines.get(0).getInteger("version")));
    }

    private static List<OrderView> toViews(RowSet<Row> rows) {
        Map<UUID, List<Row>> byOrder = new LinkedHashMap<>();
        rows.forEach(row -> byOrder.computeIfAbsent(row.getUUID("id"), id -> new ArrayList<>())
                .add(row));
        return byOrder.values().stream().map(OrderQueries::toView).toList();
    }

    private static OrderView toView(List<Row> lines) {
        Row order = lines.get(0);
        String currency = order.getString("currency");
        return new OrderView(
                order.getUUID("id"),
                order.getString("status"),
                Optional.ofNullable(order.getString("reason")),
                order.getString("customer_id"),
                lines.stream().map(line -> toLine(line, currency)).toList(),
                Money.amount(order.getLong("total_minor"), currency),
                currency,
                order.getOffsetDateTime("created_at").toInstant());
    }

    private static OrderLine toLine(Row row, String currency) {
        return new OrderLine(
                row.getString("product_id"),
                row.getLong("quantity"),
                Money.amount(row.getLong("price_minor"), currency));
    }
}
