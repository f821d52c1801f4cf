package dev.orderly.messaging;

import dev.orderly.persistence.Attempts;
import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How often an event was begun by a process that did not live to see its end: counted in the database before the handling, and forgotten
 * when the process survives it, whatever came of the event.
 */
final class Crashes {

    private static final String KNOWN = """
            SELECT event_id, attempts
              FROM delivery_attempts
             WHERE queue = $1::text AND event_id = ANY ($2::uuid[])
            """;

    private final Database database;
    private final Attempts attempts;
    private final String queue;

    Crashes(Database database, String queue) {
        this.database = database;
        this.attempts = new Attempts(database);
        this.queue = queue;
    }

    /** The counts so far, of those events that have one. */
    Future<Map<UUID, Integer>> of(List<UUID> ids) {
        return database.read(KNOWN, Tuple.of(queue, (Object) ids.toArray(UUID[]::new)))
                .map(Crashes::counts);
    }

    Future<Map<UUID, Integer>> begin(List<UUID> ids) {
        return attempts.count(queue, ids);
    }

    /** A count that cannot be forgotten now does no harm: only more than five of them do. */
    Future<Void> survived(List<UUID> ids) {
        return attempts.clear(queue, ids).otherwiseEmpty();
    }

    private static Map<UUID, Integer> counts(RowSet<Row> rows) {
        Map<UUID, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.put(row.getUUID("event_id"), row.getInteger("attempts")));
        return counts;
    }
}
