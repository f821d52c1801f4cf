package dev.orderly.messaging;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The letters of one schema; the only one that knows how they are kept. */
final class LetterTable {

    /** A letter that comes again waits again, even while its replay is still being noted: better seen twice than never. */
    private static final String KEEP = """
            INSERT INTO dead_letters AS known (id, queue, exchange, routing_key, content_type, event_id, type, subject,
                                               sequence, cause, detail, stack, attempts, first_at, last_at, body)
            VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9::bigint, $10, $11, $12, $13::int, $14::timestamptz,
                    $15::timestamptz, $16::bytea)
                ON CONFLICT (id) DO UPDATE
               SET state = 'waiting', moved_at = clock_timestamp(), body = excluded.body, detail = excluded.detail,
                   stack = excluded.stack
             WHERE known.state <> 'waiting'
            """;

    private static final String WAITING = """
            SELECT queue, count(*) AS letters
              FROM dead_letters
             WHERE state IN ('waiting', 'replaying')
             GROUP BY queue
            """;

    private static final String ENVELOPE = """
            SELECT id, queue, event_id, type, subject, cause, detail, attempts, first_at, last_at, state,
                   octet_length(body) AS bytes
            """;

    private static final String MATCHING = """
              FROM letters
             WHERE state IN ('waiting', 'replaying')
               AND (cardinality($1::uuid[]) = 0 OR id = ANY ($1::uuid[]))
               AND ($2::text = '' OR queue = $2::text)
               AND ($3::text = '' OR cause = $3::text)
               AND ($4::text = '' OR subject = $4::text OR position(convert_to($4::text, 'UTF8') IN body) > 0)
               AND last_at <= clock_timestamp() - $5::bigint * interval '1 millisecond'
            """;

    private static final String LIST = ENVELOPE + MATCHING + " ORDER BY last_at, id LIMIT $6::int";

    /** All of one order together, in the order in which it was said. */
    private static final String CHOOSE = ENVELOPE + MATCHING + " ORDER BY subject, sequence, last_at, id LIMIT $6::int";

    private static final String OPEN = ENVELOPE + """
                 , stack, substr(body, 1, $2::int) AS beginning
              FROM letters
             WHERE id = $1::uuid
            """;

    /** What somebody else began to replay a moment ago is left to him. */
    private static final String BEGIN_REPLAY = """
            UPDATE dead_letters
               SET state = 'replaying', moved_at = clock_timestamp()
             WHERE id = ANY ($1::uuid[])
               AND (state = 'waiting' OR state = 'replaying' AND moved_at < clock_timestamp() - interval '1 minute')
            RETURNING id
            """;

    private static final String UNPARK = """
            UPDATE outbox SET parked_at = NULL, reason = NULL WHERE id = ANY ($1::uuid[]) AND parked_at IS NOT NULL
            RETURNING id
            """;

    private static final String MESSAGE = """
            SELECT exchange, routing_key, content_type, body FROM dead_letters WHERE id = $1::uuid
            """;

    /** What was dropped, or came back, meanwhile stays so. */
    private static final String END_REPLAY = """
            UPDATE dead_letters SET state = $2, moved_at = clock_timestamp() WHERE id = ANY ($1::uuid[]) AND state = 'replaying'
            """;

    private static final String DROP = """
            UPDATE dead_letters
               SET state = 'dropped', moved_at = clock_timestamp()
             WHERE id = ANY ($1::uuid[]) AND state IN ('waiting', 'replaying')
            RETURNING id
            """;

    /** What is dropped from the outbox stays to be seen, until the purge. */
    private static final String DROP_PARKED = """
            WITH gone AS (
                DELETE FROM outbox WHERE id = ANY ($1::uuid[]) AND parked_at IS NOT NULL RETURNING *)
            INSERT INTO dead_letters (id, queue, exchange, routing_key, content_type, event_id, type, cause, detail, stack,
                                      attempts, first_at, last_at, body, state)
            SELECT id, 'outbox', '', type, '', array_to_string(event_ids, ' '), type, 'parked', coalesce(reason, ''), '',
                   1, created_at, parked_at, body, 'dropped'
              FROM gone
            RETURNING id
            """;

    private static final String WRITE_DOWN = """
            INSERT INTO operator_journal (operator, act, chosen, letters) VALUES ($1, $2, $3, $4::uuid[])
            """;

    private static final int SHOWN_BYTES = 64 * 1024;

    private final String service;
    private final Database database;

    LetterTable(String service, Database database) {
        this.service = service;
        this.database = database;
    }

    /** A message as it is sent again. */
    record Message(String exchange, String routingKey, String contentType, Buffer body) {}

    Future<Void> keep(Undelivered found) {
        return database.read(KEEP, found.row()).mapEmpty();
    }

    /** How many wait, by queue; parked rows are counted elsewhere. */
    Future<Map<String, Long>> waiting() {
        return database.read(WAITING, Tuple.tuple()).map(LetterTable::counts);
    }

    Future<List<Letter>> list(LetterFilter filter) {
        return database.read(LIST, parameters(filter)).map(this::letters);
    }

    /** As {@link #list}, in the order of replay. */
    Future<List<Letter>> chosen(LetterFilter filter) {
        return database.read(CHOOSE, parameters(filter)).map(this::letters);
    }

    Future<Optional<OpenLetter>> open(UUID id) {
        return database.read(OPEN, Tuple.of(id, SHOWN_BYTES))
                .map(rows -> rows.stream().map(this::opened).findFirst());
    }

    /** Marks dead letters as about to be sent, and gives parked rows back to the relay; says which of them were there to be. */
    Future<List<UUID>> beginReplay(String operator, String words, List<UUID> ids) {
        Tuple chosen = chosen(ids);
        return database.inTransaction(tx -> Future.all(tx.run(BEGIN_REPLAY, chosen), tx.run(UNPARK, chosen))
                .map(LetterTable::touched)
                .compose(touched -> writeDown(tx, operator, "replay", words, touched)));
    }

    Future<List<UUID>> drop(String operator, String words, List<UUID> ids) {
        Tuple chosen = chosen(ids);
        return database.inTransaction(tx -> Future.all(tx.run(DROP, chosen), tx.run(DROP_PARKED, chosen))
                .map(LetterTable::touched)
                .compose(touched -> writeDown(tx, operator, "drop", words, touched)));
    }

    /** What is to be sent; nothing for what was a row of the outbox. */
    Future<Optional<Message>> message(UUID id) {
        return database.read(MESSAGE, Tuple.of(id))
                .map(rows -> rows.stream().map(LetterTable::toMessage).findFirst());
    }

    Future<Void> replayed(UUID id) {
        return database.read(END_REPLAY, Tuple.of(array(List.of(id)), "replayed"))
                .mapEmpty();
    }

    Future<Void> notReplayed(List<UUID> ids) {
        return database.read(END_REPLAY, Tuple.of(array(ids), "waiting")).mapEmpty();
    }

    private static Future<List<UUID>> writeDown(
            Transaction tx, String operator, String act, String words, List<UUID> touched) {
        return tx.run(WRITE_DOWN, Tuple.of(operator, act, words, array(touched)))
                .map(touched);
    }

    private static Tuple chosen(List<UUID> ids) {
        return Tuple.of((Object) array(ids));
    }

    private static List<UUID> touched(CompositeFuture all) {
        return all.<RowSet<Row>>list().stream()
                .flatMap(rows -> rows.stream())
                .map(row -> row.getUUID("id"))
                .toList();
    }

    private static Tuple parameters(LetterFilter filter) {
        return Tuple.of(
                array(List.copyOf(filter.ids())),
                filter.queueName(),
                filter.cause().orElse(""),
                filter.orderId().orElse(""),
                filter.olderThan().toMillis(),
                filter.limit());
    }

    private List<Letter> letters(RowSet<Row> rows) {
        return rows.stream().map(this::letter).toList();
    }

    private Letter letter(Row row) {
        return new Letter(
                row.getUUID("id"),
                service,
                row.getString("queue"),
                Optional.ofNullable(row.getString("event_id")),
                Optional.ofNullable(row.getString("type")),
                Optional.ofNullable(row.getString("subject")),
                row.getString("cause"),
                row.getString("detail"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("first_at").toInstant(),
                row.getOffsetDateTime("last_at").toInstant(),
                row.getString("state"),
                row.getLong("bytes"));
    }

    private OpenLetter opened(Row row) {
        return new OpenLetter(
                letter(row), row.getString("stack"), row.getBuffer("beginning").toString());
    }

    private static Message toMessage(Row row) {
        return new Message(
                row.getString("exchange"),
                row.getString("routing_key"),
                row.getString("content_type"),
                row.getBuffer("body"));
    }

    private static Map<String, Long> counts(RowSet<Row> rows) {
        Map<String, Long> counts = new HashMap<>();
        rows.forEach(row -> counts.put(row.getString("queue"), row.getLong("letters")));
        return counts;
    }

    private static UUID[] array(List<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
