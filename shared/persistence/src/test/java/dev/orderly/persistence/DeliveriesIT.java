package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesIT {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private static DatabaseAddress address;
    private final Loop loop = new Loop();
    private Database database;

    @BeforeAll
    static void migrate() {
        address = Postgres.migratedDatabase();
    }

    @BeforeEach
    void open() {
        Postgres.execute(address, "TRUNCATE left_rows.inbox, left_rows.delivery_attempts");
        database = loop.result(
                () -> Future.succeededFuture(Database.open(loop.vertx(), Postgres.settings(address, Postgres.LEFT))));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void countsEveryBeginningOfAnEventPerQueue() {
        Attempts attempts = new Attempts(database);

        loop.done(() -> attempts.count("stock", List.of(ONE)));
        loop.done(() -> attempts.count("payment", List.of(ONE)));

        assertThat(loop.result(() -> attempts.count("stock", List.of(TWO, ONE, ONE))))
                .isEqualTo(Map.of(ONE, 2, TWO, 1));
    }

    @Test
    void forgetsAttemptsOfEventsThatAreDone() {
        Attempts attempts = new Attempts(database);
        loop.done(() -> attempts.count("stock", List.of(ONE, TWO)));

        loop.done(() -> attempts.clear("stock", List.of(ONE)));

        assertThat(loop.result(() -> attempts.count("stock", List.of(ONE, TWO))))
                .isEqualTo(Map.of(ONE, 1, TWO, 2));
    }

    @Test
    void recordsAnEventOncePerConsumer() {
        record(new Inbox(true), "stock", ONE, TWO, ONE);
        record(new Inbox(true), "stock", TWO);
        record(new Inbox(true), "payment", ONE);

        assertThat(recorded()).isEqualTo(3);
    }

    @Test
    void recordsNothingWithoutTheTrail() {
        record(new Inbox(false), "stock", ONE);

        assertThat(recorded()).isZero();
    }

    private void record(Inbox inbox, String consumer, UUID... eventIds) {
        loop.done(() -> database.inTransaction(tx -> inbox.record(tx, consumer, List.of(eventIds))));
    }

    private static long recorded() {
        return Postgres.numbers(address, "SELECT count(*) FROM left_rows.inbox").get(0);
    }
}
