package dev.orderly.audit;

import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks checks one after the other in one transaction, and knows which cannot be asked here. */
final class Questions {

    private static final String MISSING = """
            SELECT relation FROM unnest($1::text[]) AS relation WHERE to_regclass(relation) IS NULL
            """;

    private final Transaction tx;
    private final AuditOptions options;
    private final Set<String> missing;

    private Questions(Transaction tx, AuditOptions options, Set<String> missing) {
        this.tx = tx;
        this.options = options;
        this.missing = missing;
    }

    /** Looks which of the tables that the invariants read are there. */
    static Future<Questions> over(Transaction tx, AuditOptions options, List<List<Invariant>> all) {
        String[] relations = all.stream()
                .flatMap(List::stream)
                .flatMap(invariant -> invariant.checks().stream())
                .flatMap(check -> check.relations().stream())
                .distinct()
                .toArray(String[]::new);
        return tx.run(MISSING, Tuple.of((Object) relations)).map(rows -> new Questions(tx, options, texts(rows)));
    }

    Future<List<Finding>> ask(List<Invariant> invariants, boolean atRest) {
        Future<List<Finding>> findings = Future.succeededFuture(new ArrayList<>());
        for (Invariant invariant : invariants) {
            findings = findings.compose(before ->
                    ask(invariant, atRest).map(answers -> with(before, finding(invariant, answers))));
        }
        return findings;
    }

    private Future<List<Answer>> ask(Invariant invariant, boolean atRest) {
        Future<List<Answer>> answers = Future.succeededFuture(new ArrayList<>());
        for (Check check : invariant.checks()) {
            answers = answers.compose(before -> ask(check, atRest).map(answer -> with(before, answer)));
        }
        return answers;
    }

    private Future<Answer> ask(Check check, boolean atRest) {
        return obstacle(check, atRest)
                .map(why -> Future.succeededFuture(Answer.notCheckable(check, why)))
                .orElseGet(() -> put(check));
    }

    /** The questions are files of this jar: nobody's input. */
    @SuppressWarnings("CompileTimeConstant")
    private Future<Answer> put(Check check) {
        long begun = System.nanoTime();
        return tx.run(check.sql(), parameters(check)).map(rows -> answer(check, rows, begun));
    }

    private Optional<String> obstacle(Check check, boolean atRest) {
        Optional<String> need = check.needs().stream()
                .filter(wanted -> !wanted.isMet(options))
                .map(Need::missing)
                .findFirst();
        Optional<String> table = check.relations().stream()
                .filter(missing::contains)
                .map(relation -> "no table " + relation + " here")
                .findFirst();
        Optional<String> moment = check.isForRest() && !atRest ? Optional.of("not at rest") : Optional.empty();
        return table.or(() -> need).or(() -> moment);
    }

    private Tuple parameters(Check check) {
        return check.needs().stream()
                .flatMap(need -> need.parameters(options).stream())
                .findFirst()
                .orElseGet(Tuple::tuple);
    }

    private static Answer answer(Check check, RowSet<Row> rows, long begun) {
        long violations = rows.size() == 0 ? 0 : rows.iterator().next().getLong("violations");
        return Answer.found(
                check, violations, examples(rows), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static List<String> examples(RowSet<Row> rows) {
        return stream(rows)
                .map(row -> row.getString("subject") + ": " + row.getString("detail"))
                .toList();
    }

    private static Finding finding(Invariant invariant, List<Answer> answers) {
        return new Finding(invariant.number(), invariant.says(), answers);
    }

    private static <T> List<T> with(List<T> before, T next) {
        before.add(next);
        return before;
    }

    private static Set<String> texts(RowSet<Row> rows) {
        return stream(rows).map(row -> row.getString(0)).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return rows.stream();
    }
}
