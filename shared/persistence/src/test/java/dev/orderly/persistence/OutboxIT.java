package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static final String UNTIL_THE_CLAIM_WAITS = """
            SET statement_timeout = '25s';
            DO $$ BEGIN
                WHILE NOT EXISTS (
                    SELECT FROM pg_locks WHERE NOT granted AND relation = 'left_rows.outbox_owners'::regclass)
                LOOP
                    PERFORM pg_sleep(0.01);
                END LOOP;
            END $$
            """;

    private static DatabaseAddress address;
    private final Loop loop = new Loop();
    private final List<OutboxMessage> handedOver = new ArrayList<>();
    private Database database;
    private Outbox mine;
    private Outbox theirs;

    @BeforeAll
    static void migrate() {
        address = Postgres.migratedDatabase();
    }

    @BeforeEach
    void open() {
        Postgres.execute(address, "TRUNCATE left_rows.outbox, left_rows.outbox_archive, left_rows.outbox_owners");
        database = loop.result(
                () -> Future.succeededFuture(Database.open(loop.vertx(), Postgres.settings(address, Postgres.LEFT))));
        mine = outbox(false);
        theirs = outbox(false);
        loop.done(() -> mine.renewLease(LONG));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void handsOverAfterTheCommitInTheirOrder() {
        mine.handOffTo(handedOver::addAll);
        List<OutboxMessage> messages = messages(3);

        loop.done(() -> database.inTransaction(tx -> mine.append(tx, messages)
                .onSuccess(written -> assertThat(handedOver).isEmpty())));

        assertThat(handedOver).isEqualTo(messages);
        assertThat(state().rows()).isEqualTo(3);
    }

    @Test
    void handsNothingOverThatWasRolledBack() {
        mine.handOffTo(handedOver::addAll);

        assertThat(loop.failure(() -> database.inTransaction(tx ->
                        mine.append(tx, messages(1)).compose(written -> Future.failedFuture("changed our mind")))))
                .hasMessage("changed our mind");

        assertThat(handedOver).isEmpty();
        assertThat(state().rows()).isZero();
        assertThat(loop.result(() -> mine.claim(10))).isEmpty();
    }

    @Test
    void givesBackWhatItWasGiven() {
        var message = new OutboxMessage(
                UUID.randomUUID(),
                "stock.reserved",
                Buffer.buffer(new byte[] {0, 1, -1, 'x'}),
                List.of(UUID.randomUUID(), UUID.randomUUID()));
        append(theirs, List.of(message));

        assertThat(loop.result(() -> mine.claim(10))).containsExactly(message);
    }

    @Test
    void leavesRowsAloneThatAreWithTheRelay() {
        mine.handOffTo(handedOver::addAll);
        append(mine, messages(2));

        assertThat(loop.result(() -> mine.claim(10))).isEmpty();
    }

    @Test
    void claimsOwnRowsThatTheRelayHadNoRoomFor() {
        List<OutboxMessage> messages = messages(3);
        mine.handOffTo(
                given -> mine.giveBack(given.stream().map(OutboxMessage::id).toList()));
        append(mine, messages);

        assertThat(loop.result(() -> mine.claim(2))).isEqualTo(messages.subList(0, 2));
        assertThat(loop.result(() -> mine.claim(2))).isEqualTo(messages.subList(2, 3));
        assertThat(loop.result(() -> mine.claim(2))).isEmpty();
    }

    @Test
    void claimsOwnRowsThatTheRelayThrewAway() {
        mine.handOffTo(given -> {
            throw new IllegalStateException("expected by this test");
        });
        append(mine, messages(1));

        assertThat(loop.result(() -> mine.claim(10))).hasSize(1);
    }

    @Test
    void claimsRowsOfAnotherOwnerOnlyWhenItsLeaseHasEnded() {
        loop.done(() -> theirs.renewLease(LONG));
        append(theirs, messages(2));
        assertThat(loop.result(() -> mine.claim(10))).isEmpty();

        Postgres.execute(address, "UPDATE left_rows.outbox_owners SET expires_at = clock_timestamp()");
        loop.done(() -> mine.renewLease(LONG));

        assertThat(loop.result(() -> mine.claim(10))).hasSize(2);
        assertThat(loop.result(() -> mine.claim(10))).isEmpty();
    }

    @Test
    void claimsAtOnceWhatAnOwnerLeftThatEndedItsLease() {
        loop.done(() -> theirs.renewLease(LONG));
        append(theirs, messages(2));
        loop.done(theirs::endLease);

        assertThat(loop.result(() -> mine.claim(10))).hasSize(2);
    }

    @Test
    void givesEachOrphanToOneOfManyClaimants() {
        append(theirs, messages(200));
        List<Outbox> claimants =
                IntStream.range(0, 4).mapToObj(number -> outbox(false)).toList();
        claimants.forEach(claimant -> loop.done(() -> claimant.renewLease(LONG)));

        List<List<OutboxMessage>> shares = loop.result(() -> Future.all(
                        claimants.stream().map(claimant -> claimant.claim(200)).toList())
                .map(all -> all.<List<OutboxMessage>>list()));

        assertThat(shares.stream().flatMap(List::stream).map(OutboxMessage::id))
                .doesNotHaveDuplicates()
                .hasSize(200);
    }

    @Test
    void deletesWhatIsConfirmedAndKeepsNoTrace() {
        mine.handOffTo(handedOver::addAll);
        List<OutboxMessage> messages = messages(3);
        append(mine, messages);

        loop.done(() -> mine.confirmed(idsOf(messages.subList(0, 2))));
        loop.done(() -> mine.confirmed(idsOf(messages.subList(0, 2))));

        assertThat(state().rows()).isEqualTo(1);
        assertThat(archived()).isZero();
    }

    @Test
    void archivesWhatIsConfirmedUnderTheTrail() {
        Outbox trailed = outbox(true);
        trailed.handOffTo(handedOver::addAll);
        List<OutboxMessage> messages = messages(3);
        append(trailed, messages);

        loop.done(() -> trailed.confirmed(idsOf(messages)));
        loop.done(() -> trailed.confirmed(idsOf(messages)));

        assertThat(state().rows()).isZero();
        assertThat(archived()).isEqualTo(3);
    }

    @Test
    void parksARowThatBlocksNothingUntilItIsUnparked() {
        mine.handOffTo(handedOver::addAll);
        List<OutboxMessage> messages = messages(2);
        append(mine, messages);

        loop.done(() -> mine.park(messages.get(0).id(), "too large"));
        assertThat(state().parked()).isEqualTo(1);
        assertThat(state().rows()).isEqualTo(1);
        assertThat(loop.result(() -> mine.claim(10))).isEmpty();

        loop.done(() -> mine.unpark(messages.get(0).id()));
        assertThat(loop.result(() -> mine.claim(10))).containsExactly(messages.get(0));
    }

    @Test
    void tellsTheAgeOfTheOldestRow() {
        assertThat(state()).isEqualTo(new OutboxState(0, 0, Duration.ZERO));
        append(mine, messages(1));
        Postgres.execute(address, "UPDATE left_rows.outbox SET created_at = created_at - interval '1 hour'");

        assertThat(state().oldest()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(62));
    }

    @Test
    void clearsAwayLeasesThatHaveEnded() {
        loop.done(() -> theirs.renewLease(Duration.ZERO));
        loop.done(() -> mine.renewLease(LONG));

        assertThat(Postgres.numbers(address, "SELECT count(*) FROM left_rows.outbox_owners"))
                .containsExactly(1L);
    }

    @Test
    void claimsOwnRowsThatItNeverHandedOver() {
        UUID owner = UUID.randomUUID();
        Outbox forgetful = new Outbox(database, owner, false);
        loop.done(() -> forgetful.renewLease(LONG));
        append(forgetful, messages(1));

        assertThat(loop.result(() -> new Outbox(database, owner, false).claim(10)))
                .hasSize(1);
    }

    @Test
    void leavesRowsAloneThatAreHandedOverWhileItClaims() throws SQLException {
        mine.handOffTo(handedOver::addAll);
        try (Connection holder = Postgres.session(address);
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE left_rows.outbox_owners");
            Future<List<OutboxMessage>> claim = loop.start(() -> mine.claim(10));
            Postgres.execute(address, UNTIL_THE_CLAIM_WAITS);
            append(mine, messages(2));
            holder.rollback();

            assertThat(loop.result(() -> claim)).isEmpty();
        }
        assertThat(handedOver).hasSize(2);
    }

    private Outbox outbox(boolean trail) {
        return new Outbox(database, UUID.randomUUID(), trail);
    }

    private void append(Outbox outbox, List<OutboxMessage> messages) {
        loop.done(() -> database.inTransaction(tx -> outbox.append(tx, messages)));
    }

    private OutboxState state() {
        return loop.result(mine::state);
    }

    private static long archived() {
        return Postgres.numbers(address, "SELECT count(*) FROM left_rows.outbox_archive")
                .get(0);
    }

    private static List<UUID> idsOf(List<OutboxMessage> messages) {
        return messages.stream().map(OutboxMessage::id).toList();
    }

    private static List<OutboxMessage> messages(int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> new OutboxMessage(
                        new UUID(index, index), "order.created", Buffer.buffer("{}"), List.of(new UUID(0, index))))
                .toList();
    }
}
