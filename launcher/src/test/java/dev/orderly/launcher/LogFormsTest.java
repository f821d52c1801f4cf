package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** What stands on the terminal, and in the file of whoever collects logs. */
class LogFormsTest {

    private static final String FORGERY =
            "tea\r\n12:00:00.000 INFO  Main: all is well\n{\"level\":\"INFO\"}\u001b[2J\u009b31m\u202eevil\u2028next";
    private static final String LIFE = "dev.orderly.life.order";
    private static final String BEGINNING = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) .*";

    @Test
    void isReadableOnATerminal() throws JoranException {
        List<String> lines = written(
                "text",
                shop -> shop.getLogger(LIFE)
                        .atInfo()
                        .addKeyValue("trace_id", "4bf9")
                        .addKeyValue("order_id", "0199")
                        .log("order.updated: from pending to awaiting_payment"));

        assertThat(lines).singleElement().asString().matches(BEGINNING);
        assertThat(lines.get(0))
                .endsWith("INFO  order: order.updated: from pending to awaiting_payment trace_id=4bf9 order_id=0199");
    }

    @Test
    void isAJsonObjectPerLineElsewhere() throws JoranException {
        List<String> lines = written(
                "json",
                shop -> shop.getLogger(LIFE)
                        .atInfo()
                        .addKeyValue("trace_id", "4bf9")
                        .addKeyValue("span_id", "00f0")
                        .addKeyValue("order_id", "0199")
                        .log("order.created"));

        JsonNode line = json(lines.get(0));
        assertThat(lines).hasSize(1);
        assertThat(line.path("message").asText()).isEqualTo("order.created");
        assertThat(line.path("logger_name").asText()).isEqualTo(LIFE);
        assertThat(line.path("trace_id").asText()).isEqualTo("4bf9");
        assertThat(line.path("span_id").asText()).isEqualTo("00f0");
        assertThat(line.path("order_id").asText()).isEqualTo("0199");
    }

    @Test
    void s34NobodyForgesALineOnATerminal() throws JoranException {
        List<String> lines = written("text", LogFormsTest::logForgeries);

        assertThat(lines.stream().filter(line -> line.matches(BEGINNING))).hasSize(3);
        assertThat(lines).allMatch(line -> line.matches(BEGINNING) || line.startsWith("    "));
        assertThat(lines).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        assertThat(lines.get(0))
                .contains("tea\\r\\n12:00", "\\u001b[2J", "\\u009b31m", "\\u202eevil", "\\u2028next")
                .endsWith("evil=\\u001b[2J");
    }

    @Test
    void s34NobodyForgesALineOfJson() throws JoranException {
        List<String> lines = written("json", LogFormsTest::logForgeries);

        assertThat(lines).hasSize(3).allMatch(line -> line.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f));
        assertThat(json(lines.get(0)).path("message").asText()).isEqualTo("refused: " + FORGERY);
        assertThat(json(lines.get(1)).path("stack_trace").asText()).contains(FORGERY);
        assertThat(json(lines.get(2)).path("level").asText()).isEqualTo("INFO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void leavesTheLivesOfOrdersOutWhereNobodyWantsThem(String form) throws JoranException {
        System.setProperty("orderly.log.life", "WARN");
        try {
            assertThat(written(form, shop -> shop.getLogger(LIFE).info("order.created")))
                    .isEmpty();
        } finally {
            System.clearProperty("orderly.log.life");
        }
    }

    private static void logForgeries(LoggerContext shop) {
        Logger log = shop.getLogger("dev.orderly.web.Answer");
        log.atWarn().addKeyValue("evil", "\u001b[2J").log("refused: {}", FORGERY);
        log.error("failed", new IllegalStateException(FORGERY, new IllegalArgumentException(FORGERY)));
        shop.getLogger(LIFE).atInfo().addKeyValue("order_id", FORGERY).log("order.created");
    }

    /** What the form makes of it, line by line. */
    private static List<String> written(String form, Consumer<LoggerContext> said) throws JoranException {
        LoggerContext shop = new LoggerContext();
        shop.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(shop);
        configurator.doConfigure(Objects.requireNonNull(LogFormsTest.class.getResource("/logging/" + form + ".xml")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleAppender<ILoggingEvent> console = console(shop);
        console.setOutputStream(bytes);
        said.accept(shop);
        Objects.requireNonNull(shop.getLogger("dev.orderly.life").getAppender("life"))
                .stop();
        shop.stop();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext shop) {
        return (ConsoleAppender<ILoggingEvent>)
                Objects.requireNonNull(shop.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console"));
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
