package dev.orderly.payment;

import dev.orderly.persistence.Database;
import dev.orderly.persistence.Failures;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, at the start and ever after, for rows that a crash or the provider's silence has left, and has their errands run. */
final class PickUp {

    private static final Logger LOG = LoggerFactory.getLogger(PickUp.class);
    private static final int AT_ONCE = 500;

    private final Vertx vertx;
    private final Database database;
    private final Payments payments;
    private final Errands errands;
    private final long everyMs;
    private boolean stopped;

    PickUp(Vertx vertx, Database database, Payments payments, Errands errands, PaymentConfig config) {
        this.vertx = vertx;
        this.database = database;
        this.payments = payments;
        this.errands = errands;
        this.everyMs = config.pickUpEvery().toMillis();
    }

    /** Looks, and again some time after each look that found no more. */
    void begin() {
        int room = Math.min(AT_ONCE, errands.room());
        if (stopped || room == 0) {
            rest();
        } else {
            database.inTransaction(tx -> payments.claimDue(tx, room)).onComplete(claimed -> claimed(claimed, room));
        }
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }

    private void claimed(AsyncResult<List<Errand>> claimed, int room) {
        if (claimed.failed()) {
            report(claimed.cause());
            rest();
        } else {
            errands.take(claimed.result());
            continueAfter(claimed.result().size() >= room);
        }
    }

    private void continueAfter(boolean perhapsThereIsMore) {
        if (perhapsThereIsMore) {
            begin();
        } else {
            rest();
        }
    }

    private void report(Throwable failure) {
        if (!stopped && !Failures.isTransient(failure)) {
            LOG.error("cannot look for what is due", failure);
        }
    }

    private void rest() {
        if (!stopped) {
            vertx.setTimer(everyMs, rested -> begin());
        }
    }
}
