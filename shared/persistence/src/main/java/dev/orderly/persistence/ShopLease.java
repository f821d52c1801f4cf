package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/**
 * Work that one process of the shop does at a time, however many run: whoever holds the lease. By the database's clock; a holder that
 * dies is succeeded when its lease has ended.
 */
public final class ShopLease {

    /** Takes a lease that is free or over, or prolongs the own one; no row: somebody else holds it. */
    private static final String HOLD = """
            INSERT INTO leases AS held (name, holder, expires_at)
            VALUES ($1, $2::uuid, clock_timestamp() + make_interval(secs => $3::float8))
                ON CONFLICT (name) DO UPDATE
               SET holder = excluded.holder, expires_at = excluded.expires_at
             WHERE held.holder = excluded.holder OR held.expires_at < clock_timestamp()
            RETURNING holder
            """;

    private static final String RELEASE = "DELETE FROM leases WHERE name = $1 AND holder = $2::uuid";

    private final Database database;
    private final String name;
    private final Duration lasting;
    private final UUID holder = UUID.randomUUID();

    /** A lease of this name in the database's schema, for {@code lasting} at a time; nobody holds it by this alone. */
    public ShopLease(Database database, String name, Duration lasting) {
        this.database = database;
        this.name = name;
        this.lasting = lasting;
    }

    /** Whether this instance holds the lease from now on, for as long as it lasts. */
    public Future<Boolean> hold() {
        return database.inTransaction(tx -> tx.run(HOLD, Tuple.of(name, holder, lasting.toMillis() / 1000.0)))
                .map(rows -> rows.size() > 0);
    }

    /** Gives it up, if it is held. */
    public Future<Void> release() {
        return database.inTransaction(tx -> tx.run(RELEASE, Tuple.of(name, holder)))
                .mapEmpty();
    }
}
