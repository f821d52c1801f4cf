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

    /** Looks once, and again some time after each look has ended. */
    void begin() {
        int room = Math.min(AT_ONCE, errands.room());
        if (room == 0) {
            rest();
        } else if (!stopped) {
            database.inTransaction(tx -> payments.claimDue(tx, room)).onComplete(this::claimed);
        }
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }

    private void claimed(AsyncResult<List<Errand>> claimed) {
        if (claimed.succeeded()) {
            errands.take(claimed.result());
        } else if (!stopped && !Failures.isTransient(claimed.cause())) {
            LOG.error("cannot look for what is due", claimed.cause());
        }
        rest();
    }

    private void rest() {
        if (!stopped) {
            vertx.setTimer(everyMs, rested -> begin());
        }
    }
}
