package dev.orderly.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What one logger, and those below it, write while a test listens. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;

    private LogLines(Logger logger) {
        this.logger = logger;
        this.before = logger.getEffectiveLevel();
    }

    static LogLines of(String name) {
        LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(name));
        lines.start();
        lines.logger.setLevel(Level.INFO);
        lines.logger.addAppender(lines);
        return lines;
    }

    @Override
    protected void append(ILoggingEvent line) {
        lines.add(line);
    }

    /** Those whose field has this value. */
    List<ILoggingEvent> with(String field, String value) {
        return lines.stream().filter(line -> field(line, field).equals(value)).toList();
    }

    /** The messages so far. */
    List<String> messages() {
        return lines.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The lines with their fields, as a person would read them. */
    List<String> lines() {
        return lines.stream()
                .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
                .toList();
    }

    /** A field of a line; empty when it has none of that name. */
    static String field(ILoggingEvent line, String field) {
        return line.getKeyValuePairs() == null
                ? ""
                : line.getKeyValuePairs().stream()
                        .filter(pair -> pair.key.equals(field))
                        .map(pair -> String.valueOf(pair.value))
                        .findFirst()
                        .orElse("");
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
    }
}
