package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How often a redelivered event was begun: kept in the database, because an event that kills the process outlives its memory. */
public final class Attempts {

    /** Distinct and in id order, so that two consumers neither meet a row twice in one statement nor deadlock. */
    private static final String COUNT = """
            INSERT INTO delivery_attempts AS known (queue, event_id, attempts)
            SELECT DISTINCT $1::text, event_id, 1 FROM unnest($2::uuid[]) AS event_id ORDER BY event_id
                ON CONFLICT (queue, event_id) DO UPDATE SET attempts = known.attempts + 1, last_at = now()
            RETURNING event_id, attempts
            """;

    private static final String CLEAR = """
            DELETE FROM delivery_attempts WHERE queue = $1::text AND event_id = ANY ($2::uuid[])
            """;

    private final Database database;

    /** The attempts kept in this database's schema. */
    public Attempts(Database database) {
        this.database = database;
    }

    /** Adds one to each event's attempts, durably and before the work begins; gives the new counts. */
    public Future<Map<UUID, Integer>> count(String queue, List<UUID> eventIds) {
        return database.read(COUNT, Tuple.of(queue, (Object) eventIds.toArray(UUID[]::new)))
                .map(Attempts::countsOf);
    }

    /** Forgets events that are done, one way or the other. */
    public Future<Void> clear(String queue, List<UUID> eventIds) {
        return database.read(CLEAR, Tuple.of(queue, (Object) eventIds.toArray(UUID[]::new)))
                .mapEmpty();
    }

    private static Map<UUID, Integer> countsOf(RowSet<Row> rows) {
        Map<UUID, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.put(row.getUUID("event_id"), row.getInteger("attempts")));
        return counts;
    }
}
