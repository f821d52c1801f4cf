package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the lines of libraries go that know Java's own logger only. */
class LoggingTest {

    private final Logger root = Logger.getLogger("");
    private final List<Handler> before = Arrays.asList(root.getHandlers());

    @BeforeEach
    void prepare() {
        Logging.oneLog();
    }

    @AfterEach
    void restore() {
        SLF4JBridgeHandler.uninstall();
        before.forEach(root::addHandler);
    }

    @Test
    void writesThemIntoTheOneLogAndNowhereElse() {
        try (LogLines lines = LogLines.of("org.postgresql")) {
            Logger.getLogger("org.postgresql.Driver").warning("odd");

            assertThat(lines.messages()).containsExactly("odd");
            assertThat(root.getHandlers()).hasOnlyElementsOfType(SLF4JBridgeHandler.class);
        }
    }

    @Test
    void saysOfACollectorThatIsAwayWhatWeSayAlone() {
        try (LogLines lines = LogLines.of("io.opentelemetry")) {
            Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter")
                    .severe("Failed to export spans.");
            Logger.getLogger("io.opentelemetry.sdk.trace.export.BatchSpanProcessor")
                    .warning("dropped 1 span(s)");
            Logger.getLogger("io.opentelemetry.sdk.trace.SdkSpan").warning("anything else");

            assertThat(lines.messages()).containsExactly("anything else");
        }
    }
}
