package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryIT {

    private static final String COUNT = "SELECT count(*)::int AS n FROM things";
    private static final String PUT = "INSERT INTO things VALUES ($1::text, $2::int)";
    private static final String ADD = "UPDATE things SET amount = amount + $2::int WHERE name = $1::text";

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
        database = loop.result(
                () -> Future.succeededFuture(Database.open(loop.vertx(), Postgres.settings(address, Postgres.LEFT))));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void repeatsTheWorkThatADeadlockUndid() {
        loop.done(() -> database.inTransaction(tx -> put(tx, "tea", 0).compose(written -> put(tx, "cup", 0))));
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger committed = new AtomicInteger();
        Promise<Void> bothHoldOne = Promise.promise();
        AtomicInteger holding = new AtomicInteger();

        loop.done(() -> Future.all(List.of(List.of("tea", "cup"), List.of("cup", "tea")).stream()
                .map(order -> database.inTransaction(tx -> {
                    attempts.incrementAndGet();
                    tx.afterCommit(committed::incrementAndGet);
                    return add(tx, order.get(0), 1)
                            .compose(locked -> meet(holding, bothHoldOne))
                            .compose(met -> add(tx, order.get(1), 1));
                }))
                .toList()));

        assertThat(attempts).hasValueGreaterThanOrEqualTo(3);
        assertThat(committed).hasValue(2);
        assertThat(amounts()).containsExactly(2, 2);
    }

    @Test
    void repeatsTheWorkThatASerializationFailureUndid() {
        loop.done(() -> database.inTransaction(tx -> put(tx, "tea", 0)));
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger reading = new AtomicInteger();
        Promise<Void> bothHaveRead = Promise.promise();
        Function<Transaction, Future<RowSet<Row>>> addOne = tx -> {
            attempts.incrementAndGet();
            return tx.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", Tuple.tuple())
                    .compose(set -> tx.run(COUNT, Tuple.tuple()))
                    .compose(read -> meet(reading, bothHaveRead))
                    .compose(met -> add(tx, "tea", 1));
        };

        loop.done(() -> Future.all(database.inTransaction(addOne), database.inTransaction(addOne)));

        assertThat(attempts).hasValue(3);
        assertThat(amounts()).containsExactly(2);
    }

    @Test
    void givesUpAfterFiveRepetitions() {
        AtomicInteger attempts = new AtomicInteger();

        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            attempts.incrementAndGet();
            return Future.failedFuture(new PgException("always", "ERROR", "40001", ""));
        }));

        assertThat(attempts).hasValue(6);
        assertThat(Failures.isTransient(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "55P03"})
    void repeatsNothingElse(String sqlState) {
        AtomicInteger attempts = new AtomicInteger();

        Throwable failure = loop.failure(() -> database.inTransaction(tx -> {
            attempts.incrementAndGet();
            return Future.failedFuture(new PgException("once", "ERROR", sqlState, ""));
        }));

        assertThat(attempts).hasValue(1);
        assertThat(sqlState(failure)).isEqualTo(sqlState);
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

    private static Future<RowSet<Row>> add(Transaction tx, String name, int amount) {
        return tx.run(ADD, Tuple.of(name, amount));
    }

    private List<Integer> amounts() {
        List<Integer> amounts = new ArrayList<>();
        loop.result(() -> database.read("SELECT amount FROM things ORDER BY name", Tuple.tuple()))
                .forEach(row -> amounts.add(row.getInteger("amount")));
        return amounts;
    }

    private static String sqlState(Throwable failure) {
        return String.valueOf(((PgException) failure).getSqlState());
    }
}
