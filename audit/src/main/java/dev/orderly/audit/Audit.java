package dev.orderly.audit;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks whether the invariants hold: all of them in one snapshot, as a role that may only read, from a connection of its own. */
public final class Audit {

    private static final List<Invariant> INVARIANTS = InvariantFile.read("/audit/invariants.sql");
    private static final List<Invariant> REST = InvariantFile.read("/audit/rest.sql");
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(2);
    private static final int PAUSE_MS = 100;

    private static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /** Every question reads whole tables: a plan that goes through one table for each row of another would never end on a large shop. */
    private static final String WHOLE_TABLES = "SET LOCAL enable_nestloop = off";

    private final Vertx vertx;
    private final DatabaseSettings settings;

    /** An audit of the database where {@code settings} lead, as the role that they name. */
    public Audit(Vertx vertx, DatabaseSettings settings) {
        this.vertx = vertx;
        this.settings = patient(settings);
    }

    /** Asks everything that can be asked; the future fails only when the database does. */
    public Future<AuditReport> run(AuditOptions options) {
        Database database = Database.open(vertx, settings);
        long until = System.nanoTime() + options.patience().toNanos();
        return attempt(database, options, until).eventually(database::close);
    }

    private Future<AuditReport> attempt(Database database, AuditOptions options, long until) {
        return database.inTransaction(tx -> snapshot(tx, options, until))
                .compose(report -> report.map(Future::succeededFuture)
                        .orElseGet(() -> vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                                .compose(rested -> attempt(database, options, until))));
    }

    /** Nothing, when it is not at rest yet and may be soon. */
    private Future<Optional<AuditReport>> snapshot(Transaction tx, AuditOptions options, long until) {
        return tx.run(ONE_SNAPSHOT, Tuple.tuple())
                .compose(begun -> tx.run(WHOLE_TABLES, Tuple.tuple()))
                .compose(planned -> Questions.over(tx, options, List.of(INVARIANTS, REST)))
                .compose(questions -> underWay(questions).compose(underWay -> {
                    boolean atRest = underWay.isEmpty();
                    return atRest || System.nanoTime() >= until
                            ? questions
                                    .ask(INVARIANTS, atRest || options.restDemanded())
                                    .map(findings -> Optional.of(new AuditReport(Instant.now(), underWay, findings)))
                            : Future.succeededFuture(Optional.empty());
                }));
    }

    private static Future<List<String>> underWay(Questions questions) {
        return questions
                .ask(REST, true)
                .map(findings -> findings.stream()
                        .flatMap(finding -> finding.answers().stream())
                        .flatMap(answer -> answer.examples().stream())
                        .toList());
    }

    private static DatabaseSettings patient(DatabaseSettings given) {
        return new DatabaseSettings(
                given.host(),
                given.port(),
                given.database(),
                given.schema(),
                given.role(),
                given.password(),
                1,
                1,
                LONGEST_QUERY,
                LONGEST_QUERY,
                given.lockTimeout(),
                LONGEST_QUERY,
                given.tls());
    }
}
