package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The time of the shop's database, the same on all machines: what the database said last, and what has passed since by a clock that nobody
 * sets. Machines whose own clocks differ or jump so still agree on what came when. Until it has asked, it goes by the machine's clock.
 */
public final class DatabaseClock extends Clock {

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final long SLOWEST_NANOS = Duration.ofMillis(200).toNanos();

    private final Clock machine;
    private volatile @Nullable Reading last;

    private record Reading(Instant said, long atNanos) {}

    /** A clock that has not asked yet, on a machine whose own clock is this one. */
    public DatabaseClock(Clock machine) {
        this.machine = machine;
    }

    /**
     * The clock by which what other machines say of the time can be judged: this one if it is the database's, else the system's, for a
     * test's own time is nobody else's.
     */
    public static Clock comparable(Clock clock) {
        return clock instanceof DatabaseClock ? clock : Clock.systemUTC();
    }

    /**
     * Asks the database, and goes by its answer from then on; to be repeated, lest the two drift apart. An answer that was long under way
     * says little about now, and does not replace one that is there.
     */
    public Future<Void> ask(Database database) {
        long asked = System.nanoTime();
        return database.read(NOW, Tuple.tuple())
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant())
                .map(said -> take(said, asked, System.nanoTime()));
    }

    private @Nullable Void take(Instant said, long asked, long answered) {
        if (last == null || answered - asked <= SLOWEST_NANOS) {
            last = new Reading(said, asked + (answered - asked) / 2);
        }
        return null;
    }

    @Override
    public Instant instant() {
        Reading reading = last;
        return reading == null
                ? machine.instant()
                : reading.said().plus(Duration.ofNanos(System.nanoTime() - reading.atNanos()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the shop's time is UTC");
    }
}
