package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** The journal is kept for ever, so it does not say the name: who knows it can find the line. */
    private static final String WRITE_DOWN = """
            INSERT INTO operator_journal (operator, act, chosen, letters)
            VALUES ($1::text, 'erase', 'customer sha256:' || encode(sha256(convert_to($2::text, 'UTF8')), 'hex'), '{}')
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

    /** How far the archive was gone through; no last message when it was past the end. */
    private record Walked(@Nullable UUID last, int erased) {

        Walked and(Row step) {
            return new Walked(step.getUUID("last"), erased + step.getInteger("erased"));
        }
    }

    /** Writes down in the operator's journal that a customer is about to be erased. */
    public Future<Void> writeDown(String operator, String customer) {
        return database.read(WRITE_DOWN, Tuple.of(operator, customer)).mapEmpty();
    }

    /** Goes through all of it, in small steps. To be called when nothing of the customer's is under way. */
    public Future<Erased> erase(String customer) {
        return eraseFromArchive(customer)
                .compose(archived -> database.read(ERASE_FROM_LETTERS, Tuple.of(customer))
                        .map(rows -> archived + rows.iterator().next().getInteger("erased")))
                .compose(erased -> database.read(WAITING, Tuple.of(customer))
                        .map(rows -> new Erased(
                                erased,
                                rows.iterator().next().getLong("waiting").intValue())));
    }

    private Future<Integer> eraseFromArchive(String customer) {
        return Stride.from(new Walked(BEGINNING, 0), walked -> walked.last() == null, walked -> goOn(customer, walked))
                .map(Walked::erased);
    }

    private Future<Walked> goOn(String customer, Walked before) {
        return database.read(ERASE_FROM_ARCHIVE, Tuple.of(customer, before.last(), AT_ONCE))
                .map(rows -> before.and(rows.iterator().next()));
    }
}
