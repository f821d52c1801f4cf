package dev.orderly.payment.provider;

import dev.orderly.contracts.Ids;
import dev.orderly.payment.domain.Terms;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The simulated provider's rows; nobody else knows its tables. */
final class SimulatedTill {

    /** A key that was used before keeps its row, and answers with it. */
    private static final String TAKE = """
            INSERT INTO captures (key, provider_ref, amount_minor, currency, method, due_at)
            SELECT new.key, new.provider_ref, new.amount_minor, new.currency, new.method,
                   clock_timestamp() + new.delay_ms * interval '1 millisecond'
              FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[])
                AS new (key, provider_ref, amount_minor, currency, method, delay_ms)
             ORDER BY new.key
                ON CONFLICT (key) DO UPDATE SET key = captures.key
            RETURNING key, provider_ref
            """;

    private static final String GIVE_BACK = """
            INSERT INTO refunds (key, provider_ref, capture_key, amount_minor, at)
            SELECT new.key, new.provider_ref, new.capture_key, new.amount_minor, clock_timestamp()
              FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[])
                AS new (key, provider_ref, capture_key, amount_minor)
             ORDER BY new.key
                ON CONFLICT (key) DO UPDATE SET key = refunds.key
            RETURNING key, provider_ref
            """;

    private static final String FIND_DUE = """
            SELECT provider_ref FROM captures WHERE key = $1::uuid AND due_at <= clock_timestamp()
            """;

    private static final String COUNT_CALL = """
            INSERT INTO calls (key, attempts) VALUES ($1::uuid, 1)
                ON CONFLICT (key) DO UPDATE SET attempts = calls.attempts + 1
            RETURNING attempts
            """;

    /** A capture to be put on record, which turns up after the delay. */
    record Taking(UUID key, Terms terms, Duration delay) {}

    /** A refund to be put on record. */
    record GivingBack(UUID key, UUID captureKey, long amountMinor) {}

    /** Puts the captures on record; answers with their references, in the order asked. */
    Future<List<String>> take(Transaction tx, List<Taking> takings) {
        Columns<Taking> columns = Columns.of(distinct(takings, Taking::key))
                .uuids(Taking::key)
                .texts(taking -> reference("cap"))
                .longs(taking -> taking.terms().amountMinor())
                .texts(taking -> taking.terms().currency())
                .texts(taking -> taking.terms().method())
                .longs(taking -> taking.delay().toMillis());
        return tx.run(TAKE, columns.tuple()).map(rows -> inOrder(takings, Taking::key, rows));
    }

    /** Puts the refunds on record; answers with their references, in the order asked. */
    Future<List<String>> giveBack(Transaction tx, List<GivingBack> givings) {
        Columns<GivingBack> columns = Columns.of(distinct(givings, GivingBack::key))
                .uuids(GivingBack::key)
                .texts(giving -> reference("ref"))
                .uuids(GivingBack::captureKey)
                .longs(GivingBack::amountMinor);
        return tx.run(GIVE_BACK, columns.tuple()).map(rows -> inOrder(givings, GivingBack::key, rows));
    }

    /** The reference of a capture that has turned up. */
    Future<Optional<String>> find(Database database, UUID key) {
        return database.read(FIND_DUE, Tuple.of(key))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("provider_ref"))
                        .findFirst());
    }

    /** Counts one more call of this key, and says how many that makes. */
    Future<Integer> countCall(Database database, UUID key) {
        return database.read(COUNT_CALL, Tuple.of(key))
                .map(rows -> rows.iterator().next().getInteger("attempts"));
    }

    private static <T> Collection<T> distinct(List<T> asked, Function<T, UUID> key) {
        return asked.stream()
                .collect(Collectors.toMap(key, Function.identity(), (first, again) -> first, TreeMap::new))
                .values();
    }

    private static <T> List<String> inOrder(List<T> asked, Function<T, UUID> key, RowSet<Row> rows) {
        Map<UUID, String> references = StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.toMap(row -> row.getUUID("key"), row -> row.getString("provider_ref")));
        return asked.stream()
                .map(one -> references.getOrDefault(key.apply(one), ""))
                .toList();
    }

    private static String reference(String kind) {
        return kind + "_" + Ids.next();
    }
}
