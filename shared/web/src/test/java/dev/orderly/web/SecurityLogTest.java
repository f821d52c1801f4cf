package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What stands in the log of those who were turned away. */
class SecurityLogTest {

    private static final Caller ADA = new Caller("ada", Set.of());
    private static final Caller BOB = new Caller("bob", Set.of());

    private final Logger logger = (Logger) LoggerFactory.getLogger(SecurityLog.NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level before = logger.getEffectiveLevel();
    private long now;
    private final SecurityLog security = new SecurityLog(() -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    @Test
    void s52SaysWhoWasTurnedAwayFromWhatAndWhy() {
        security.refused(Problem.forbidden(Set.of("stock.write")), asked(ADA, "192.0.2.1"));
        security.refused(Problem.unauthorized(), asked(Caller.ANYBODY, "192.0.2.1"));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "403 forbidden at placeOrder: The token needs the scopes: stock.write.",
                        "401 unauthorized at placeOrder: Send one as Authorization: Bearer.");
        assertThat(fields(lines.list.get(0))).contains("subject=\"ada\"");
        assertThat(fields(lines.list.get(1))).contains("address=\"192.0.2.1\"");
    }

    @Test
    void hasNothingToSayOfOtherRefusals() {
        security.refused(Problem.notFound("order 17"), asked(ADA, "192.0.2.1"));

        assertThat(lines.list).isEmpty();
    }

    @Test
    void s52IsNotFloodedByOneWhoKeepsKnocking() {
        for (int i = 0; i < 1_000; i++) {
            security.refused(Problem.tooManyRequests(Duration.ZERO), asked(ADA, "192.0.2.1"));
        }
        assertThat(lines.list).hasSize(10);

        security.refused(Problem.tooManyRequests(Duration.ZERO), asked(BOB, "192.0.2.2"));
        assertThat(lines.list).hasSize(11);
        assertThat(fields(lines.list.get(10))).contains("subject=\"bob\"", "left_out=\"990\"");

        now += Duration.ofSeconds(1).toNanos();
        security.refused(Problem.tooManyRequests(Duration.ZERO), asked(ADA, "192.0.2.1"));
        assertThat(fields(lines.list.get(11))).contains("subject=\"ada\"", "left_out=\"0\"");
    }

    @Test
    void s52IsNotFloodedByManyWhoKnockOnce() {
        for (int i = 0; i < 1_000; i++) {
            security.refused(Problem.unauthorized(), asked(Caller.ANYBODY, "address " + i));
        }
        assertThat(lines.list).hasSize(100);
    }

    private static SecurityLog.Asked asked(Caller caller, String address) {
        return new SecurityLog.Asked("placeOrder", caller, address, Optional.empty());
    }

    private static List<String> fields(ILoggingEvent line) {
        return Stream.ofNullable(line.getKeyValuePairs())
                .flatMap(List::stream)
                .map(KeyValuePair::toString)
                .toList();
    }
}
