package dev.orderly.payment;

import dev.orderly.payment.provider.PaymentProvider;
import dev.orderly.persistence.Failures;
import dev.orderly.persistence.ShopLease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes payments that ended long ago, now and then and in small steps, in one process of the shop at a time. */
final class Purge {

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
    private static final int AT_ONCE = 500;

    private final RetentionRepository rows;
    private final PaymentProvider provider;
    private final ShopLease lease;
    private final PaymentConfig.Retention retention;
    private final Clock clock;
    private boolean stopped;

    Purge(
            RetentionRepository rows,
            PaymentProvider provider,
            ShopLease lease,
            PaymentConfig.Retention retention,
            Clock clock) {
        this.rows = rows;
        this.provider = provider;
        this.lease = lease;
        this.retention = retention;
        this.clock = clock;
    }

    /** Purges again and again, until it is stopped. */
    void begin(Vertx vertx) {
        if (!stopped) {
            vertx.setTimer(
                    retention.every().toMillis(),
                    rested -> run().onComplete(done -> {
                        if (done.failed()) {
                            report(done.cause());
                        }
                        begin(vertx);
                    }));
        }
    }

    /** Purges no more. */
    void stop() {
        stopped = true;
    }

    /** One purge, if nobody else is at it. */
    Future<Void> run() {
        return lease.hold().compose(held -> held ? purge() : Future.succeededFuture());
    }

    /** First the payments, then what the provider's adapter keeps of payments that are gone. */
    private Future<Void> purge() {
        Instant before = clock.instant().minus(retention.kept());
        return purgePayments(before).compose(gone -> provider.forget(before, rows::kept));
    }

    private Future<Void> purgePayments(Instant before) {
        return rows.purge(before, AT_ONCE)
                .compose(gone -> gone < AT_ONCE || stopped
                        ? Future.succeededFuture()
                        : lease.hold().compose(held -> held ? purgePayments(before) : Future.succeededFuture()));
    }

    private void report(Throwable failure) {
        if (!stopped && !Failures.isTransient(failure)) {
            LOG.error("old payments are still there", failure);
        }
    }
}
