package dev.orderly.payment;

import dev.orderly.payment.provider.PaymentProvider;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes payments that ended long ago, in small steps. */
final class Purge {

    private static final int AT_ONCE = 500;

    private final RetentionRepository rows;
    private final PaymentProvider provider;
    private final Duration kept;
    private final Clock clock;

    Purge(RetentionRepository rows, PaymentProvider provider, Duration kept, Clock clock) {
        this.rows = rows;
        this.provider = provider;
        this.kept = kept;
        this.clock = clock;
    }

    /** One step: first payments, at last what the provider's adapter keeps of payments that are gone; answers whether there may be more at once. */
    Future<Boolean> purge() {
        Instant before = clock.instant().minus(kept);
        return rows.purge(before, AT_ONCE)
                .compose(gone -> gone == AT_ONCE
                        ? Future.succeededFuture(true)
                        : provider.forget(before, rows::kept).map(forgotten -> false));
    }
}
