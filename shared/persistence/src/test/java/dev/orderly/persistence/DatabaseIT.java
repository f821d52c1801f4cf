package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseIT {

    private static final String COUNT = "SELECT count(*)::int AS n FROM things";
    private static final String PUT = "INSERT INTO things VALUES ($1::text, $2::int)";

    private static DatabaseAddress address;
    private final Loop loop = new Loop();
    private Database database;

    @BeforeAll
    static void migrate() {
        address = Postgres.migratedDatabase();
    }

    @BeforeEach
    void open() {
        Postgres.execute(address, "TRUNCATE left_rows.things, left_rows.journal");
        database = opened(Postgres.settings(address, Postgres.LEFT));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void commitsTheWorkAndGivesItsResult() {
        String result =
                loop.result(() -> database.inTransaction(tx -> put(tx, "tea", 1).map("done")));

        assertThat(result).isEqualTo("done");
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void runsWhatIsForAfterTheCommitInOrderAndOnlyThen() {
        List<String> log = new ArrayList<>();

        loop.done(() -> database.inTransaction(tx -> {
                    tx.afterCommit(() -> log.add("first"));
                    tx.afterCommit(() -> log.add("second"));
                    return put(tx, "tea", 1).onSuccess(written -> log.add("written"));
                })
                .onSuccess(done -> log.add("answered")));

        assertThat(log).containsExactly("written", "first", "second", "answered");
    }

    @Test
    void hasCommittedWhateverAnActionThrowsAfterwards() {
        List<String> log = new ArrayList<>();

        String result = loop.result(() -> database.inTransaction(tx -> {
            tx.afterCommit(() -> {
                throw new IllegalStateException("expected by this test");
            });
            tx.afterCommit(() -> log.add("second"));
            return put(tx, "tea", 1).map("done");
        }));

        assertThat(result).isEqualTo("done");
        assertThat(log).containsExactly("second");
    }

    @Test
    void rollsBackWorkThatFailsAndNeverRunsItsAfterCommit() {
        List<String> log = new ArrayList<>();

        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            tx.afterCommit(() -> log.add("never"));
            tx.otherwise(() -> log.add("undone"));
            return put(tx, "tea", 1).compose(written -> Future.failedFuture("refused"));
        }));

        assertThat(failure).hasMessage("refused");
        assertThat(log).containsExactly("undone");
        assertThat(things()).isZero();
    }

    @Test
    void rollsBackWorkThatThrows() {
        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            throw new IllegalStateException("thrown");
        }));

        assertThat(failure).hasMessage("thrown");
        assertThat(sessionsInTransaction()).isZero();
    }

    @Test
    void doesNotCommitWhenAStatementFailedThatTheWorkForgave() {
        List<String> log = new ArrayList<>();

        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            tx.afterCommit(() -> log.add("never"));
            return put(tx, "tea", 1).compose(written -> put(tx, "tea", 2)).otherwiseEmpty();
        }));

        assertThat(sqlState(failure)).isEqualTo("23505");
        assertThat(log).isEmpty();
        assertThat(things()).isZero();
    }

    @Test
    void noticesAFailedStatementThatNobodyWaitedFor() {
        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            Future<?> unattended = put(tx, "tea", -1);
            return Future.succeededFuture("too early " + unattended.isComplete());
        }));

        assertThat(sqlState(failure)).isEqualTo("23514");
    }

    @Test
    void refusesStatementsOnceTheTransactionIsOver() {
        List<Transaction> kept = new ArrayList<>();
        loop.done(() -> database.inTransaction(tx -> {
            kept.add(tx);
            return put(tx, "tea", 1);
        }));

        assertThat(loop.failure(() -> put(kept.get(0), "cup", 1))).hasMessage("the transaction is over");
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void answersPipelinedStatementsInTheirOrder() {
        List<Integer> counts = loop.result(() -> database.inTransaction(tx -> Future.all(IntStream.range(0, 100)
                        .mapToObj(number ->
                                put(tx, "thing " + number, number).compose(written -> Future.succeededFuture(number)))
                        .toList())
                .map(all -> all.<Integer>list())));

        assertThat(counts)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(things()).isEqualTo(100);
    }

    @Test
    void refusesAtOnceWhenThePoolAndItsQueueAreFull() {
        Database small = opened(Postgres.sized(Postgres.settings(address, Postgres.LEFT), 2, 3));
        Promise<Void> leave = Promise.promise();
        List<Future<Void>> done = new ArrayList<>(begin(small, 2, leave.future()));
        done.addAll(begin(small, 3, leave.future()));

        Throwable refused = loop.failure(() -> small.inTransaction(tx -> Future.succeededFuture("never")));
        leave.complete();

        assertThat(refused).isInstanceOf(ConnectionPoolTooBusyException.class);
        assertThat(Failures.isTransient(refused)).isTrue();
        assertThat(loop.result(() -> Future.all(done)).succeeded()).isTrue();
        loop.done(small::close);
    }

    @Test
    void saysThatItIsCrowdedAsLongAsCallersAreRefused() {
        Database small = opened(Postgres.sized(Postgres.settings(address, Postgres.LEFT), 2, 3));
        Promise<Void> leave = Promise.promise();
        List<Future<Void>> done = new ArrayList<>(begin(small, 2, leave.future()));
        assertThat(small.trouble()).isEmpty();
        done.addAll(begin(small, 3, leave.future()));
        assertThat(loop.failure(() -> small.read(COUNT, Tuple.tuple()))).isNotNull();

        assertThat(small.trouble()).contains("left_rows: 3 wait for a connection, all others are turned away");
        leave.complete();
        assertThat(loop.result(() -> Future.all(done)).succeeded()).isTrue();
        assertThat(small.trouble()).isEmpty();
        loop.done(small::close);
    }

    @Test
    void setsTheSessionLimits() {
        Database shipped = opened(Postgres.asShipped(address, Postgres.LEFT));
        Row row = loop.result(() -> shipped.read(
                        "SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l,"
                                + " current_setting('idle_in_transaction_session_timeout') AS i, current_user::text AS u,"
                                + " current_setting('jit') AS j",
                        Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.getString("s")).isEqualTo("3s");
        assertThat(row.getString("l")).isEqualTo("1s");
        assertThat(row.getString("i")).isEqualTo("10s");
        assertThat(row.getString("u")).isEqualTo("orderly_left");
        assertThat(row.getString("j")).isEqualTo("off");
        loop.done(shipped::close);
    }

    private Database opened(DatabaseSettings settings) {
        return loop.result(() -> Future.succeededFuture(Database.open(loop.vertx(), settings)));
    }

    /** So many transactions, two of which are inside the work when this returns. */
    private List<Future<Void>> begin(Database small, int transactions, Future<Void> leave) {
        AtomicInteger inside = new AtomicInteger();
        Promise<Void> bothInside = Promise.promise();
        List<Future<Void>> begun = IntStream.range(0, transactions)
                .mapToObj(number -> loop.start(() ->
                        small.<Void>inTransaction(tx -> meet(inside, bothInside).compose(met -> leave))))
                .toList();
        if (transactions == 2) {
            loop.done(bothInside::future);
        }
        return begun;
    }

    private static Future<Void> meet(AtomicInteger arrived, Promise<Void> both) {
        if (arrived.incrementAndGet() == 2) {
            both.complete();
        }
        return both.future();
    }

    private static Future<RowSet<Row>> put(Transaction tx, String name, int amount) {
        return tx.run(PUT, Tuple.of(name, amount));
    }

    private int things() {
        return loop.result(() -> database.read(COUNT, Tuple.tuple()))
                .iterator()
                .next()
                .getInteger("n");
    }

    private int sessionsInTransaction() {
        return loop.result(() -> database.read(
                        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'",
                        Tuple.tuple()))
                .iterator()
                .next()
                .getInteger("n");
    }

    private static String sqlState(Throwable failure) {
        return String.valueOf(((PgException) failure).getSqlState());
    }
}
