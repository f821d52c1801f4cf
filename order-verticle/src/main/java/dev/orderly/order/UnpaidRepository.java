package dev.orderly.order;

import dev.orderly.contracts.Ids;
import dev.orderly.order.domain.Allowances;
import dev.orderly.order.domain.Unpaid;
import dev.orderly.order.domain.UnpaidLimit;
import dev.orderly.order.domain.Wish;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What customers have ordered and not paid. It is counted without a lock as long as it is little; who is close to the limit is counted again
 * when no other transaction that does so is under way for the same customer, so that requests sent at once do not get past it together. What gets past it is
 * at most an eighth of the limit for each transaction that was under way when the customer had next to nothing.
 */
final class UnpaidRepository {

    /** The index of a customer's orders is read no further back than unpaid orders can be. */
    private static final String COUNT = """
            SELECT o.customer_id, count(DISTINCT o.id) AS orders, sum(l.quantity)::bigint AS units
              FROM orders o
              JOIN order_lines l ON l.order_id = o.id
             WHERE o.customer_id = ANY ($1::text[])
               AND o.id > $2::uuid
               AND o.status IN ('pending', 'awaiting_payment')
             GROUP BY o.customer_id
            """;

    /** In the order of the customers, and before anything else is locked: two batches cannot deadlock. */
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtextextended(customer_id, 42))
              FROM (SELECT unnest($1::text[]) AS customer_id ORDER BY 1) AS customers
            """;

    private static final int DEADLINES = 2;

    private final UnpaidLimit limit;
    private final Duration age;

    /** @param deadline how long an order may stay unpaid */
    UnpaidRepository(UnpaidLimit limit, Duration deadline) {
        this.limit = limit;
        this.age = deadline.multipliedBy(DEADLINES);
    }

    /** What the customers of these wishes may still order; the transaction must hold no lock yet. */
    Future<Allowances> find(Transaction tx, List<Wish> wishes, Instant now) {
        Set<String> customers = wishes.stream()
                .filter(wish -> wish.limited() && limit.isSet())
                .map(wish -> wish.command().customerId())
                .collect(Collectors.toSet());
        return allowances(tx, customers, now).compose(counted -> {
            Set<String> close = limit.isSet() ? counted.close(wishes) : Set.of();
            return close.isEmpty() ? Future.succeededFuture(counted) : locked(tx, close, customers, now);
        });
    }

    private Future<Allowances> locked(Transaction tx, Set<String> close, Set<String> customers, Instant now) {
        return tx.run(LOCK, Tuple.of(close.toArray(String[]::new))).compose(held -> allowances(tx, customers, now));
    }

    private Future<Allowances> allowances(Transaction tx, Set<String> customers, Instant now) {
        return count(tx, customers, now).map(unpaid -> new Allowances(limit, unpaid));
    }

    private Future<Map<String, Unpaid>> count(Transaction tx, Set<String> customers, Instant now) {
        if (customers.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        UUID oldest = Ids.firstOf(now.minus(age));
        return tx.run(COUNT, Tuple.of(customers.toArray(String[]::new), oldest))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.getString("customer_id"),
                                row -> new Unpaid(row.getLong("orders"), row.getLong("units")))));
    }
}
