package dev.orderly.payment;

import io.micrometer.core.instrument.Counter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls for a person: what cannot be, or will not end by itself, is logged and counted. */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final Counter impossible;

    Alarms(Counter impossible) {
        this.impossible = impossible;
    }

    /** Something about this payment. */
    void raise(UUID paymentId, String what) {
        impossible.increment();
        LOG.atWarn().addKeyValue("payment_id", paymentId).log("payment {}: {}", paymentId, what);
    }
}
