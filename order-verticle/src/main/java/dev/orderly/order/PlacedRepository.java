package dev.orderly.order;

import dev.orderly.contracts.Address;
import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderLine;
import dev.orderly.order.domain.Status;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What was ordered, as it was told when the order was placed. */
final class PlacedRepository {

    private static final String FIND = """
            SELECT o.id, o.customer_id, o.total_minor, o.currency, o.payment_method, o.ship_to,
                   l.product_id, l.quantity, l.price_minor
              FROM orders o
              JOIN order_lines l ON l.order_id = o.id
             WHERE o.id = ANY ($1::uuid[])
             ORDER BY o.id, l.position
            """;

    Future<Map<UUID, OrderCreated>> find(Transaction tx, Collection<UUID> orderIds) {
        return orderIds.isEmpty()
                ? Future.succeededFuture(Map.of())
                : tx.run(FIND, Tuple.of(orderIds.toArray(UUID[]::new)))
                        .map(rows -> rows.stream()
                                .collect(Collectors.groupingBy(
                                        row -> row.getUUID("id"),
                                        Collectors.collectingAndThen(Collectors.toList(), PlacedRepository::created))));
    }

    private static OrderCreated created(List<Row> lines) {
        Row order = lines.get(0);
        String currency = order.getString("currency");
        return new OrderCreated(
                order.getUUID("id"),
                order.getString("customer_id"),
                lines.stream().map(line -> line(line, currency)).toList(),
                Money.amount(order.getLong("total_minor"), currency),
                currency,
                order.getString("payment_method"),
                Optional.ofNullable(order.getJsonObject("ship_to")).map(PlacedRepository::address),
                Optional.empty(),
                Status.PENDING.label());
    }

    private static OrderLine line(Row row, String currency) {
        return new OrderLine(
                row.getString("product_id"),
                row.getLong("quantity"),
                Money.amount(row.getLong("price_minor"), currency));
    }

    private static Address address(JsonObject written) {
        return new Address(
                written.getString("name"),
                written.getString("street"),
                written.getString("city"),
                Optional.ofNullable(written.getString("postalCode")),
                written.getString("country"));
    }
}
