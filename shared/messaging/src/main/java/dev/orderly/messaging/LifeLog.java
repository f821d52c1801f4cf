package dev.orderly.messaging;

import dev.orderly.contracts.AboutOrder;
import dev.orderly.contracts.Announcement;
import dev.orderly.persistence.Transaction;
import dev.orderly.tracing.TraceFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The life of orders in the log: a line per decision, once it is durable, by the service that took it. Events of one order with the same sequence
 * are one decision. A line names the order, the event and its place in the trace, and nothing that a person wrote.
 */
final class LifeLog {

    /** Each service has a logger of its own below this one. */
    static final String NAME = "dev.orderly.life";

    private static final Logger ALL = LoggerFactory.getLogger(NAME);

    private LifeLog() {}

    /** Writes what these say, after the commit. */
    static void tell(Transaction tx, List<? extends Announcement<?>> announcements) {
        if (ALL.isInfoEnabled()) {
            tx.afterCommit(() -> write(announcements));
        }
    }

    static void write(List<? extends Announcement<?>> announcements) {
        Map<String, List<Announcement<?>>> decisions = announcements.stream()
                .filter(said -> said.event() instanceof AboutOrder)
                .collect(Collectors.groupingBy(LifeLog::decision, LinkedHashMap::new, Collectors.toList()));
        decisions.values().forEach(LifeLog::line);
    }

    private static String decision(Announcement<?> said) {
        return said.event().subject() + said.sequence();
    }

    private static void line(List<Announcement<?>> decision) {
        Announcement<?> first = decision.get(0);
        Logger log = LoggerFactory.getLogger(NAME + '.' + first.source());
        about(first, log.atInfo()).log(words(decision));
    }

    /** The line with the event, the order and the place in the trace that it is about. */
    static LoggingEventBuilder about(Announcement<?> said, LoggingEventBuilder line) {
        LoggingEventBuilder placed = TraceFields.on(line, said.traceparent()).addKeyValue("event_id", said.id());
        return said.event() instanceof AboutOrder about ? placed.addKeyValue("order_id", about.orderId()) : placed;
    }

    private static String words(List<Announcement<?>> decision) {
        String types = decision.stream().map(Announcement::type).distinct().collect(Collectors.joining(", "));
        String gists = decision.stream()
                .map(said -> ((AboutOrder) said.event()).gist())
                .filter(gist -> !gist.isEmpty())
                .collect(Collectors.joining(", "));
        return gists.isEmpty() ? types : types + ": " + gists;
    }
}
