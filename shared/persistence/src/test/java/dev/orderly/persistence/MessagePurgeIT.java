package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the trail, of letters that were dealt with, and of counts, while time passes as the test says. */
class MessagePurgeIT {

    private static final MessagePurge.Ages AGES = new MessagePurge.Ages(
            Duration.ofDays(90), Duration.ofDays(60), Duration.ofDays(30), Duration.ofMinutes(10));
    private static final String MONTHS =
            "SELECT count(*) FROM pg_inherits WHERE inhparent IN ('left_rows.inbox'::regclass, 'left_rows.outbox_archive'::regclass)";

    private final DatabaseAddress address = Postgres.migratedDatabase();
    private final Loop loop = new Loop();
    private Database database;

    @BeforeEach
    void open() {
        database = loop.result(
                () -> Future.succeededFuture(Database.open(loop.vertx(), Postgres.settings(address, Postgres.LEFT))));
    }

    @AfterEach
    void close() {
        loop.done(database::close);
        loop.close();
    }

    @Test
    void forgetsWhatWasSentAndHeardLongAgoAndSaysHowFar() {
        UUID old = hear(Duration.ofDays(80));
        UUID young = hear(Duration.ofDays(70));

        purge(Duration.ofDays(15));

        assertThat(numbers("SELECT count(*) FROM left_rows.inbox")).containsExactly(1L);
        assertThat(numbers("SELECT count(*) FROM left_rows.outbox_archive")).containsExactly(1L);
        assertThat(numbers("SELECT count(*) FROM left_rows.purged WHERE trail_up_to >= '" + old
                        + "' AND trail_up_to < '" + young + "'"))
                .containsExactly(1L);
    }

    @Test
    void dropsAMonthWhenAllOfItIsOldAndNotBefore() {
        long before = numbers(MONTHS).get(0);
        UUID first = hear(Duration.ofDays(200));
        UUID second = hear(Duration.ofDays(160));
        execute(
                "SELECT left_rows.make_trail_month(now() - interval '200 days'), left_rows.make_trail_month(now() - interval '160 days')");
        assertThat(numbers(MONTHS)).containsExactly(before + 4);
        assertThat(numbers("SELECT count(*) FROM left_rows.inbox_other")).containsExactly(0L);

        purge(Duration.ofDays(-70));
        assertThat(numbers(MONTHS)).containsExactly(before + 2);
        assertThat(numbers("SELECT count(*) FROM left_rows.inbox")).containsExactly(1L);
        assertThat(numbers("SELECT count(*) FROM left_rows.purged WHERE trail_up_to > '" + first
                        + "' AND trail_up_to < '" + second + "'"))
                .containsExactly(1L);

        purge(Duration.ZERO);
        assertThat(numbers(MONTHS)).containsExactly(before);
    }

    @Test
    void forgetsLettersThatWereDealtWithAndNoneThatWaits() {
        for (String state : List.of("waiting", "replaying", "replayed", "dropped")) {
            letter(state, Duration.ofDays(50));
        }
        letter("dropped", Duration.ofDays(40));

        purge(Duration.ofDays(15));

        assertThat(numbers("SELECT count(*) FROM left_rows.dead_letters WHERE state IN ('waiting', 'replaying')"))
                .containsExactly(2L);
        assertThat(numbers("SELECT count(*) FROM left_rows.dead_letters")).containsExactly(3L);
    }

    @Test
    void forgetsCountsOfEventsWhoseEndItNeverSaw() {
        attempt(Duration.ofDays(20));
        attempt(Duration.ofDays(10));

        purge(Duration.ofDays(15));

        assertThat(numbers("SELECT count(*) FROM left_rows.delivery_attempts")).containsExactly(1L);
    }

    @Test
    void goesOnWhileThereIsMoreThanOneStepOfIt() {
        execute(
                "INSERT INTO left_rows.inbox (consumer, event_id)"
                        + " SELECT 'left', left_rows.first_id(now() - interval '200 days' + n * interval '1 second') FROM generate_series(1, 1500) AS n");

        assertThat(step(purger(Duration.ZERO))).isTrue();
        assertThat(numbers("SELECT count(*) FROM left_rows.inbox")).containsExactly(500L);
        assertThat(step(purger(Duration.ZERO))).isFalse();
        assertThat(numbers("SELECT count(*) FROM left_rows.inbox")).containsExactly(0L);
    }

    @Test
    void sparesTheLastDayWhateverTheServiceSays() {
        UUID today = hear(Duration.ZERO);
        letter("dropped", Duration.ZERO);

        asService(
                "SELECT left_rows.purge_trail(now() + interval '1 year', 10), left_rows.purge_letters(now() + interval '1 year', 10),"
                        + " left_rows.drop_trail_month(now() + interval '1 year')");

        assertThat(numbers("SELECT count(*) FROM left_rows.inbox WHERE event_id = '" + today + "'"))
                .containsExactly(1L);
        assertThat(numbers("SELECT count(*) FROM left_rows.dead_letters")).containsExactly(1L);
    }

    @Test
    void letsNobodyElseRemoveTheTrail() {
        String month = "to_char(now(), 'YYYY_MM')";
        assertThat(numbers("SELECT count(*) FROM pg_class WHERE relname IN ('inbox_' || " + month
                        + ", 'outbox_archive_' || " + month
                        + ") AND has_table_privilege('orderly_left', oid, 'SELECT, INSERT, UPDATE, DELETE')"))
                .containsExactly(0L);
        for (String table : List.of("inbox", "outbox_archive", "inbox_other", "outbox_archive_other", "dead_letters")) {
            assertThatThrownBy(() -> asService("DELETE FROM left_rows." + table))
                    .hasStackTraceContaining("permission denied");
        }
    }

    private void purge(Duration ahead) {
        MessagePurge purge = purger(ahead);
        while (step(purge)) {
            assertThat(database).isNotNull();
        }
    }

    private boolean step(MessagePurge purge) {
        return loop.result(() -> patiently(purge));
    }

    private static Future<Boolean> patiently(MessagePurge purge) {
        return purge.purge()
                .recover(failure -> Failures.isTransient(failure) ? patiently(purge) : Future.failedFuture(failure));
    }

    private MessagePurge purger(Duration ahead) {
        return new MessagePurge(database, new ShopTime(Clock.offset(Clock.systemUTC(), ahead)), AGES);
    }

    /** An event that was sent, and heard, so long ago. */
    private UUID hear(Duration ago) {
        UUID id = new UUID(Instant.now().minus(ago).toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
        execute("INSERT INTO left_rows.inbox (consumer, event_id) VALUES ('left', '%s')".formatted(id));
        execute("""
                INSERT INTO left_rows.outbox_archive (id, type, body, event_ids, owner, created_at)
                VALUES ('%1$s', 'order.created', '', ARRAY['%1$s'::uuid], '%1$s', now())""".formatted(id));
        return id;
    }

    private void letter(String state, Duration ago) {
        execute("""
                INSERT INTO left_rows.dead_letters (id, queue, exchange, routing_key, content_type, cause, detail, stack, attempts,
                                                    first_at, last_at, body, state, moved_at)
                VALUES (gen_random_uuid(), 'q', '', 'q', '', 'refused', '', '', 1, now(), now(), '', '%s',
                        now() - interval '%d days')""".formatted(state, ago.toDays()));
    }

    private void attempt(Duration ago) {
        execute("""
                INSERT INTO left_rows.delivery_attempts (queue, event_id, attempts, last_at)
                VALUES ('q', gen_random_uuid(), 1, now() - interval '%d days')""".formatted(ago.toDays()));
    }

    private void execute(String sql) {
        Postgres.execute(address, sql);
    }

    private List<Long> numbers(String sql) {
        return Postgres.numbers(address, sql);
    }

    private void asService(String sql) {
        try (Connection connection =
                        Postgres.connect(address, Postgres.LEFT.runtimeRole(), Postgres.LEFT.runtimePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
