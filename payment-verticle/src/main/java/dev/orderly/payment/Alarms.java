package dev.orderly.payment;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls for a person: what cannot be, or will not end by itself, is logged and counted. */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final MeterRegistry meters;

    Alarms(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Something about this payment. */
    void raise(UUID paymentId, String what) {
        meters.counter("orderly.impossible", "service", PaymentService.NAME).increment();
        LOG.atWarn().addKeyValue("payment_id", paymentId).log("payment {}: {}", paymentId, what);
    }
}
