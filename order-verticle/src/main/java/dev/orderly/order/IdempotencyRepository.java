package dev.orderly.order;

import dev.orderly.order.domain.Answer.Recorded;
import dev.orderly.order.domain.RequestKey;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The answers that were given under a key. */
final class IdempotencyRepository {

    /** Claims in the order of the keys, so that two batches cannot deadlock; a key that another transaction is claiming is waited for. */
    private static final String CLAIM = """
            INSERT INTO idempotency (customer_id, key, body_hash, order_id, answer, created_at)
            SELECT claim.customer_id, claim.key, decode(claim.body_hash, 'hex'), claim.order_id, claim.answer,
                   $6::timestamptz
              FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[])
                   AS claim (customer_id, key, body_hash, order_id, answer)
             ORDER BY claim.customer_id, claim.key
                ON CONFLICT (customer_id, key) DO NOTHING
            RETURNING customer_id, key
            """;

    private static final String FIND = """
            SELECT customer_id, key, encode(body_hash, 'hex') AS body_hash, order_id, answer
              FROM idempotency
              JOIN unnest($1::text[], $2::text[]) AS asked (customer_id, key) USING (customer_id, key)
            """;

    private static final String PURGE = """
            DELETE FROM idempotency
             WHERE (customer_id, key) IN (
                SELECT customer_id, key
                  FROM idempotency
                 WHERE created_at < $1::timestamptz
                 ORDER BY created_at
                 LIMIT $2::int
                   FOR UPDATE SKIP LOCKED)
            """;

    private static final int PURGED_AT_ONCE = 1000;

    /** A key with the answer that it will stand for. */
    record Claim(RequestKey key, Recorded answer) {}

    private final Database database;

    IdempotencyRepository(Database database) {
        this.database = database;
    }

    /** The keys that nobody had claimed before. */
    Future<Set<RequestKey>> claim(Transaction tx, List<Claim> claims, Instant at) {
        if (claims.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple rows = Columns.of(claims)
                .texts(claim -> claim.key().customerId())
                .texts(claim -> claim.key().key())
                .texts(claim -> claim.answer().fingerprint())
                .uuids(claim -> claim.answer().orderId())
                .texts(claim -> claim.answer().body())
                .value(at.atOffset(ZoneOffset.UTC))
                .tuple();
        return tx.run(CLAIM, rows)
                .map(claimed ->
                        claimed.stream().map(IdempotencyRepository::toKey).collect(Collectors.toSet()));
    }

    /** What these keys stand for, as far as they stand for anything. */
    Future<Map<RequestKey, Recorded>> find(Transaction tx, Collection<RequestKey> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple asked = Columns.of(keys)
                .texts(RequestKey::customerId)
                .texts(RequestKey::key)
                .tuple();
        return tx.run(FIND, asked)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(IdempotencyRepository::toKey, IdempotencyRepository::toRecorded)));
    }

    /** Forgets some answers that are older than this; whether there may be more of them. */
    Future<Boolean> purge(Instant now, Duration kept) {
        return database.read(PURGE, Tuple.of(now.minus(kept).atOffset(ZoneOffset.UTC), PURGED_AT_ONCE))
                .map(removed -> removed.rowCount() == PURGED_AT_ONCE);
    }

    private static RequestKey toKey(Row row) {
        return new RequestKey(row.getString("customer_id"), row.getString("key"));
    }

    private static Recorded toRecorded(Row row) {
        return new Recorded(row.getString("body_hash"), row.getUUID("order_id"), row.getString("answer"));
    }
}
