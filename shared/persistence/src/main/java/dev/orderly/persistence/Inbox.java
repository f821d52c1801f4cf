package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The record, for the audit only, of which consumer has worked on which event; it drops nothing and decides nothing. */
public final class Inbox {

    private static final String RECORD = """
            INSERT INTO inbox (consumer, event_id)
            SELECT $1::text, event_id FROM unnest($2::uuid[]) AS event_id ORDER BY event_id
                ON CONFLICT DO NOTHING
            """;

    private final boolean trail;

    /** With the trail off, nothing is written. */
    public Inbox(boolean trail) {
        this.trail = trail;
    }

    /** Records the events in the transaction of their effect; an event that is there already stays as it is. */
    public Future<Void> record(Transaction tx, String consumer, List<UUID> eventIds) {
        return trail && !eventIds.isEmpty()
                ? tx.run(RECORD, Tuple.of(consumer, (Object) eventIds.toArray(UUID[]::new)))
                        .mapEmpty()
                : Future.succeededFuture();
    }
}
