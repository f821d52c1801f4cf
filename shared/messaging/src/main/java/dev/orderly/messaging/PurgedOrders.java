package dev.orderly.messaging;

import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Keeps what is said about an order that was purged from beginning anything anew: to a service that has forgotten the order, an old letter
 * replayed looks like news.
 */
public final class PurgedOrders {

    private static final String AMONG = """
            SELECT id FROM unnest($1::uuid[]) AS id WHERE id <= (SELECT up_to FROM purged) ORDER BY id LIMIT 1
            """;

    /** No purge takes what is younger than a day by the database's clock; the other half day is for clocks that differ. */
    private static final Duration NEVER_PURGED = Duration.ofHours(12);

    private static final int ID_WITH_TIME = 7;
    private static final int BITS_BEHIND_TIME = 16;

    private PurgedOrders() {}

    /**
     * To be asked with the orders of which nothing is on record, before anything is put there. Fails with {@link PermanentFailure} when
     * the schema's purge has come past one of them. Ids tell their time, so that nothing is read for orders of today.
     */
    public static Future<Void> refuse(Transaction tx, Collection<UUID> unknown) {
        List<UUID> old = unknown.stream().filter(PurgedOrders::mayBePurged).toList();
        return old.isEmpty()
                ? Future.succeededFuture()
                : tx.run(AMONG, Tuple.of((Object) old.toArray(UUID[]::new)))
                        .compose(purged -> purged.size() == 0
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        tooOld(purged.iterator().next().getUUID("id"))));
    }

    private static PermanentFailure tooOld(UUID order) {
        return new PermanentFailure("order " + order + " is older than what is kept: nothing is begun for it any more");
    }

    private static boolean mayBePurged(UUID order) {
        long made = order.getMostSignificantBits() >>> BITS_BEHIND_TIME;
        return order.version() != ID_WITH_TIME || made < System.currentTimeMillis() - NEVER_PURGED.toMillis();
    }
}
