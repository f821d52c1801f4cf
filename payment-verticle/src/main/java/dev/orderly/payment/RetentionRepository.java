package dev.orderly.payment;

import dev.orderly.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The statements that make old payments go, and a customer be forgotten. */
final class RetentionRepository {

    /** What stands where a customer, or a means of payment, stood. */
    static final String ERASED = "erased";

    private static final String PURGE = "SELECT purge_payments($1::timestamptz, $2::int) AS gone";

    private static final String KEPT = "SELECT id FROM payments WHERE id = ANY ($1::uuid[])";

    /** What is under way has a date with the provider, or a refund that has one. */
    private static final String OPEN = """
            SELECT p.order_id
              FROM payments p
             WHERE p.customer_id = $1::text
               AND (p.next_attempt_at IS NOT NULL
                    OR p.id IN (SELECT r.payment_id FROM refunds r WHERE r.next_attempt_at IS NOT NULL))
             ORDER BY p.order_id
             LIMIT 100
            """;

    /** Walks along the payments: an index on customers would be paid for by every payment, for the few that are ever erased. */
    private static final String ERASE_STEP = """
            WITH step AS (
                SELECT id, customer_id FROM payments WHERE id > $2::uuid ORDER BY id LIMIT $3::int),
            erased AS (
                UPDATE payments
                   SET customer_id = $4::text, method = CASE WHEN method IS NULL THEN NULL ELSE $4::text END,
                       reason = CASE WHEN status = 'void' THEN $4::text ELSE reason END
                  FROM step
                 WHERE payments.id = step.id AND step.customer_id = $1::text
                RETURNING payments.id),
            silenced AS (
                UPDATE refunds SET reason = NULL
                 WHERE payment_id IN (SELECT id FROM step WHERE customer_id = $1::text) AND reason IS NOT NULL)
            SELECT (SELECT id FROM step ORDER BY id DESC LIMIT 1) AS last,
                   (SELECT count(*) FROM step) AS seen,
                   (SELECT count(*) FROM erased) AS erased
            """;

    private final Database database;

    RetentionRepository(Database database) {
        this.database = database;
    }

    /**
     * One step of an erasure.
     *
     * @param last the last payment that was looked at
     * @param erased how many were the customer's
     */
    record ErasureStep(UUID last, boolean isLastStep, int erased) {}

    /** Removes payments that ended before then, and what hangs on them. @return how many */
    Future<Integer> purge(Instant before, int atMost) {
        return database.inTransaction(tx -> tx.run(PURGE, Tuple.of(Rows.atUtc(before), atMost)))
                .map(rows -> rows.iterator().next().getInteger("gone"));
    }

    /** Which of these payments are still there. */
    Future<Set<UUID>> kept(Collection<UUID> ids) {
        return database.read(KEPT, Rows.ids(ids))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    /** The orders of the customer whose payments are under way; the first of them, if they are many. */
    Future<List<UUID>> open(String customerId) {
        return database.read(OPEN, Tuple.of(customerId))
                .map(rows -> rows.stream().map(row -> row.getUUID("order_id")).toList());
    }

    /** Erases the customer from the next payments after that one. */
    Future<ErasureStep> erase(String customerId, UUID after, int atMost) {
        return database.inTransaction(tx -> tx.run(ERASE_STEP, Tuple.of(customerId, after, atMost, ERASED)))
                .map(rows -> step(rows.iterator().next(), after, atMost));
    }

    private static ErasureStep step(Row row, UUID after, int atMost) {
        UUID last = row.getUUID("last");
        return new ErasureStep(
                last == null ? after : last, row.getLong("seen") < atMost, Math.toIntExact(row.getLong("erased")));
    }
}
