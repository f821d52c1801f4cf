package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockUpdated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of orders. */
class LifeLogTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final UUID ORDER = UUID.randomUUID();

    private final Logger life = (Logger) LoggerFactory.getLogger(LifeLog.NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level before = life.getEffectiveLevel();

    @BeforeEach
    void listen() {
        life.setLevel(Level.INFO);
        life.setAdditive(false);
        life.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void leave() {
        life.detachAppender(lines);
        life.setAdditive(true);
        life.setLevel(before);
    }

    @Test
    void isOneLinePerDecisionWithItsPlaceInTheTrace() {
        Announcement<?> updated =
                said(3, new OrderUpdated(ORDER, "ada", "cancelled", "pending", Optional.of("too late")));

        LifeLog.write(List.of(updated, said(3, new OrderCancelled(ORDER, "ada", "too late"))));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getLoggerName()).isEqualTo("dev.orderly.life.order");
            assertThat(line.getFormattedMessage())
                    .isEqualTo("order.updated, order.cancelled: from pending to cancelled");
            assertThat(fields(line))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "trace_id",
                            TRACE,
                            "span_id",
                            SPAN,
                            "order_id",
                            ORDER.toString(),
                            "event_id",
                            updated.id().toString()));
        });
    }

    @Test
    void tellsTwoDecisionsAboutOneOrderApart() {
        LifeLog.write(
                List.of(said(1, new StockDeducted(ORDER, List.of())), said(2, new StockDeducted(ORDER, List.of()))));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("stock.deducted", "stock.deducted");
    }

    @Test
    void isAboutOrdersOnly() {
        LifeLog.write(List.of(said(1, new StockUpdated("tea", 3, 1))));

        assertThat(lines.list).isEmpty();
    }

    private static Announcement<?> said(long sequence, Event event) {
        String traceparent = "00-" + TRACE + "-" + SPAN + "-01";
        return Announcement.of("order", sequence, Instant.now(), event).tracedBy(Optional.of(traceparent));
    }

    private static Map<String, String> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(field -> field.key, field -> String.valueOf(field.value)));
    }
}
