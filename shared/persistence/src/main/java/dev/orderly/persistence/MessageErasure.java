package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Takes a customer out of what a schema keeps of messages: the trail, and letters that were dealt with. */
public final class MessageErasure {

    private static final String ERASE_FROM_ARCHIVE =
            "SELECT last, erased FROM erase_from_archive($1::text, $2::uuid, $3::int)";

    private static final String ERASE_FROM_LETTERS = "SELECT erase_from_letters($1::text) AS erased";

    private static final String WAITING = """
            SELECT (SELECT count(*) FROM outbox WHERE names_customer(body, $1::text))
                   + (SELECT count(*)
                        FROM dead_letters
                       WHERE state IN ('waiting', 'replaying') AND names_customer(body, $1::text)) AS waiting
            """;

    private static final UUID BEGINNING = new UUID(0, 0);
    private static final int AT_ONCE = 500;

    private final Database database;

    /** The erasure in this database's schema. */
    public MessageErasure(Database database) {
        this.database = database;
    }

    /**
     * What was done.
     *
     * @param messages from which the customer was taken
     * @param waiting messages that name the customer and may still be sent: they stay as they are, and are to be asked for again
     */
    public record Erased(int messages, int waiting) {}

    /** Goes through all of it, in small steps. To be called when nothing of the customer's is under way. */
    public Future<Erased> erase(String customer) {
        return eraseFromArchive(customer, BEGINNING)
                .compose(archived -> database.read(ERASE_FROM_LETTERS, Tuple.of(customer))
                        .map(rows -> archived + rows.iterator().next().getInteger("erased")))
                .compose(erased -> database.read(WAITING, Tuple.of(customer))
                        .map(rows -> new Erased(
                                erased,
                                rows.iterator().next().getLong("waiting").intValue())));
    }

    private Future<Integer> eraseFromArchive(String customer, UUID after) {
        return database.read(ERASE_FROM_ARCHIVE, Tuple.of(customer, after, AT_ONCE))
                .map(rows -> rows.iterator().next())
                .compose(step -> goOn(customer, step));
    }

    private Future<Integer> goOn(String customer, Row step) {
        UUID last = step.getUUID("last");
        int erased = step.getInteger("erased");
        return last == null
                ? Future.succeededFuture(erased)
                : eraseFromArchive(customer, last).map(more -> erased + more);
    }
}
