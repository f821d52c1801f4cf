package dev.orderly.payment.provider;

import dev.orderly.contracts.Ids;
import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simulated provider's rows; nobody else knows its tables. */
final class SimulatedTill {

    /** The token whose refunds are refused at first. */
    static final String REFUND_REFUSED = "tok_refund_refused";

    private static final String NEVER_CALLED = "never_called";
    private static final String LATER = "refunds_suspended";
    private static final int REFUSALS = 3;

    /** A key that was used before keeps its row, and answers with it. */
    private static final String TAKE = """
            INSERT INTO charges (key, refused, provider_ref, amount_minor, currency, method, due_at)
            SELECT new.key, false, new.provider_ref, new.amount_minor, new.currency, new.method,
                   clock_timestamp() + new.delay_ms * interval '1 millisecond'
              FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[])
                AS new (key, provider_ref, amount_minor, currency, method, delay_ms)
             ORDER BY new.key
                ON CONFLICT (key) DO UPDATE SET key = charges.key
            RETURNING key, refused, provider_ref
            """;

    private static final String COUNT_REFUSALS = """
            INSERT INTO calls (key, attempts)
            SELECT new.key, 1
              FROM unnest($1::uuid[], $2::uuid[]) AS new (key, capture_key)
              JOIN charges ON charges.key = new.capture_key AND charges.method = $3
             ORDER BY new.key
                ON CONFLICT (key) DO UPDATE SET attempts = calls.attempts + 1
            """;

    /** What is still refused has no row, and no answer. */
    private static final String GIVE_BACK = """
            INSERT INTO refunds (key, provider_ref, capture_key, amount_minor, at)
            SELECT new.key, new.provider_ref, new.capture_key, new.amount_minor, clock_timestamp()
              FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[])
                AS new (key, provider_ref, capture_key, amount_minor)
             WHERE NOT EXISTS (SELECT FROM calls WHERE calls.key = new.key AND calls.attempts <= $5::int)
             ORDER BY new.key
                ON CONFLICT (key) DO UPDATE SET key = refunds.key
            RETURNING key, provider_ref
            """;

    /** A key that nobody has used is refused from now on. */
    private static final String FIND_OR_REFUSE = """
            INSERT INTO charges (key, refused) VALUES ($1::uuid, true)
                ON CONFLICT (key) DO UPDATE SET key = charges.key
            RETURNING refused, provider_ref, coalesce(due_at <= clock_timestamp(), true) AS is_due
            """;

    private static final String OLD = """
            SELECT key FROM charges WHERE at < $1::timestamptz AND key > $2::uuid ORDER BY key LIMIT 500
            """;

    private static final String FORGET = "SELECT purge_charges($1::uuid[])";

    private static final String COUNT_CALL = """
            INSERT INTO calls (key, attempts) VALUES ($1::uuid, 1)
                ON CONFLICT (key) DO UPDATE SET attempts = calls.attempts + 1
            RETURNING attempts
            """;

    /** A capture to be put on record, which turns up after the delay. */
    record Taking(UUID key, Terms terms, Duration delay) {}

    /** A refund to be put on record. */
    record GivingBack(UUID key, UUID captureKey, long amountMinor) {}

    /** Puts the captures on record; answers in the order asked. */
    Future<List<Answer>> take(Transaction tx, List<Taking> takings) {
        Columns<Taking> columns = Columns.of(distinct(takings, Taking::key))
                .uuids(Taking::key)
                .texts(taking -> reference("cap"))
                .longs(taking -> taking.terms().amountMinor())
                .texts(taking -> taking.terms().currency())
                .texts(taking -> taking.terms().method())
                .longs(taking -> taking.delay().toMillis());
        return tx.run(TAKE, columns.tuple()).map(rows -> inOrder(takings, Taking::key, rows, SimulatedTill::answer));
    }

    /** Puts the refunds on record; answers in the order asked. */
    Future<List<RefundAnswer>> giveBack(Transaction tx, List<GivingBack> givings) {
        Collection<GivingBack> asked = distinct(givings, GivingBack::key);
        Columns<GivingBack> counted = Columns.of(asked)
                .uuids(GivingBack::key)
                .uuids(GivingBack::captureKey)
                .value(REFUND_REFUSED);
        Columns<GivingBack> columns = Columns.of(asked)
                .uuids(GivingBack::key)
                .texts(giving -> reference("ref"))
                .uuids(GivingBack::captureKey)
                .longs(GivingBack::amountMinor)
                .value(REFUSALS);
        return Future.all(tx.run(COUNT_REFUSALS, counted.tuple()), tx.run(GIVE_BACK, columns.tuple()))
                .map(done -> refundAnswers(givings, done.resultAt(1)));
    }

    private static List<RefundAnswer> refundAnswers(List<GivingBack> givings, RowSet<Row> made) {
        Map<UUID, String> references = made.stream()
                .collect(Collectors.toMap(row -> row.getUUID("key"), row -> row.getString("provider_ref")));
        return givings.stream()
                .<RefundAnswer>map(giving -> references.containsKey(giving.key())
                        ? new RefundAnswer.Refunded(references.get(giving.key()))
                        : new RefundAnswer.Refused(LATER))
                .toList();
    }

    /** What became of a capture: it turned up, it never will, or it is too early to tell. */
    Future<Optional<Answer>> find(Database database, UUID key) {
        return database.read(FIND_OR_REFUSE, Tuple.of(key)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getBoolean("is_due") ? Optional.of(answer(row)) : Optional.empty();
        });
    }

    /** Some keys that it has known since before then, in their order. */
    Future<List<UUID>> old(Database database, Instant before, UUID after) {
        return database.read(OLD, Tuple.of(before.atOffset(ZoneOffset.UTC), after))
                .map(rows -> rows.stream().map(row -> row.getUUID("key")).toList());
    }

    /** Forgets these, and what went back of them. */
    Future<Void> forget(Database database, List<UUID> keys) {
        return database.inTransaction(tx -> tx.run(FORGET, Tuple.tuple().addArrayOfUUID(keys.toArray(UUID[]::new))))
                .mapEmpty();
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

    private static <T, A> List<A> inOrder(
            List<T> asked, Function<T, UUID> key, RowSet<Row> rows, Function<Row, A> answer) {
        Map<UUID, A> answers = rows.stream().collect(Collectors.toMap(row -> row.getUUID("key"), answer));
        return asked.stream()
                .map(one -> Objects.requireNonNull(answers.get(key.apply(one))))
                .toList();
    }

    private static Answer answer(Row row) {
        return row.getBoolean("refused")
                ? new Answer.Declined(NEVER_CALLED)
                : new Answer.Captured(row.getString("provider_ref"));
    }

    private static String reference(String kind) {
        return kind + "_" + Ids.next();
    }
}
