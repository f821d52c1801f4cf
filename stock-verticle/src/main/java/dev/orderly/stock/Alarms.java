package dev.orderly.stock;

import dev.orderly.stock.domain.Alarm;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of what cannot happen while every service keeps to its table: a warning in the log, and a count. */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final Counter impossible;

    Alarms(Counter impossible) {
        this.impossible = impossible;
    }

    void raise(List<Alarm> alarms) {
        alarms.forEach(this::raise);
    }

    private void raise(Alarm alarm) {
        impossible.increment();
        LOG.warn("impossible: {} (about {}, event {})", alarm.what(), alarm.subject(), alarm.causeEventId());
    }
}
