package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrozenDatabaseIT {

    private static final int POOL = 2;
    private static final String PUT = "INSERT INTO things VALUES ($1::text, $2::int)";
    private static final String ONE = "SELECT 1 AS one";

    private static DatabaseAddress address;
    private final Loop loop = new Loop();
    private Database database;

    @BeforeAll
    static void migrate() {
        address = Postgres.migratedDatabase();
    }

    @BeforeEach
    void open() {
        Postgres.execute(address, "TRUNCATE left_rows.things");
        database = loop.result(() -> Future.succeededFuture(
                Database.open(loop.vertx(), Postgres.sized(Postgres.asShipped(address, Postgres.LEFT), POOL, 100))));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void cutsConnectionsThatDoNotAnswerAndGoesOnWithNewOnes() {
        occupyThePool();
        List<Throwable> failures;
        try (Frozen backends = Frozen.processes(sessions())) {
            assertThat(backends).isNotNull();
            failures = List.of(loop.failure(this::read), loop.failure(this::read));
            loop.done(this::readWhenItIsBack);
        }

        assertThat(failures).hasOnlyElementsOfType(DatabaseUnavailable.class).allMatch(Failures::isTransient);
        occupyThePool();
    }

    @Test
    void leavesNobodyWaitingForAFrozenServerAndLosesNoConnection() {
        occupyThePool();
        try (Frozen server = Frozen.server()) {
            assertThat(server).isNotNull();
            List<Future<Integer>> reads = IntStream.range(0, 50)
                    .mapToObj(number -> loop.start(this::read))
                    .toList();
            loop.done(() -> Future.join(reads).otherwiseEmpty());
            assertThat(reads).allMatch(read -> read.failed() && Failures.isTransient(read.cause()));
        }

        loop.done(this::readWhenItIsBack);
        occupyThePool();
        loop.done(() -> closedSessions());
    }

    @Test
    void callsACommitUnknownThatWasNotAnswered() {
        occupyThePool();
        List<String> log = new ArrayList<>();
        List<Frozen> frozen = new ArrayList<>();

        Throwable failure;
        try {
            failure = loop.failure(() -> database.inTransaction(tx -> {
                tx.afterCommit(() -> log.add("never"));
                return tx.run(PUT, Tuple.of("tea", 1)).map(written -> frozen.add(Frozen.processes(sessions())));
            }));
        } finally {
            frozen.forEach(Frozen::close);
        }

        assertThat(failure).isInstanceOf(CommitOutcomeUnknown.class);
        assertThat(Failures.isTransient(failure)).isTrue();
        assertThat(log).isEmpty();
        loop.done(() -> count().compose(this::untilItIsThere));
    }

    @Test
    void fallsOverToANewConnectionWhenTheServerEndsOne() {
        occupyThePool();
        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            sessions().forEach(pid -> Postgres.execute(address, "SELECT pg_terminate_backend(" + pid + ")"));
            return tx.run(ONE, Tuple.tuple());
        }));

        assertThat(Failures.isTransient(failure)).isTrue();
        loop.done(this::readWhenItIsBack);
        occupyThePool();
    }

    @Test
    void opensWhileTheDatabaseIsAway() {
        var nowhere = new DatabaseAddress(address.host(), 1, address.database());
        Database away = loop.result(
                () -> Future.succeededFuture(Database.open(loop.vertx(), Postgres.asShipped(nowhere, Postgres.LEFT))));

        assertThat(Failures.isTransient(loop.failure(() -> away.read(ONE, Tuple.tuple()))))
                .isTrue();
        loop.done(away::close);
    }

    /** Every connection of the pool is in a transaction at once, or this does not return; a machine may be slow to connect. */
    private void occupyThePool() {
        loop.done(this::occupied);
    }

    private Future<Void> occupied() {
        List<Integer> inside = new ArrayList<>();
        Promise<Void> allInside = Promise.promise();
        return Future.join(IntStream.range(0, POOL)
                        .mapToObj(number -> database.inTransaction(tx -> tx.run(ONE, Tuple.tuple())
                                .compose(answered -> {
                                    inside.add(number);
                                    if (inside.size() == POOL) {
                                        allInside.complete();
                                    }
                                    return allInside.future().timeout(1, TimeUnit.SECONDS);
                                })))
                        .toList())
                .<Void>mapEmpty()
                .recover(tooSlow -> later().compose(again -> occupied()));
    }

    private Future<Integer> read() {
        return database.read(ONE, Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger("one"));
    }

    private Future<Integer> readWhenItIsBack() {
        return read().recover(away -> later().compose(again -> readWhenItIsBack()));
    }

    private Future<Integer> count() {
        return database.read("SELECT count(*)::int AS n FROM things", Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger("n"))
                .recover(away -> later().compose(again -> count()));
    }

    private Future<Integer> untilItIsThere(int count) {
        return count == 1
                ? Future.succeededFuture(count)
                : later().compose(again -> count().compose(this::untilItIsThere));
    }

    /** The server ends the sessions that we cut; none but the pool's is left. */
    private Future<Integer> closedSessions() {
        return database.read(
                        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = current_user"
                                + " AND datname = current_database()",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger("n"))
                .compose(sessions -> sessions <= POOL
                        ? Future.succeededFuture(sessions)
                        : Future.failedFuture(sessions + " sessions"))
                .recover(notYet -> later().compose(again -> closedSessions()));
    }

    private Future<Void> later() {
        return loop.vertx().timer(50, TimeUnit.MILLISECONDS);
    }

    private static List<Long> sessions() {
        return Postgres.numbers(
                address,
                "SELECT pid FROM pg_stat_activity WHERE usename = 'orderly_left' AND datname = current_database()");
    }
}
