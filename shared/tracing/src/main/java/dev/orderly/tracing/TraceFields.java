package dev.orderly.tracing;

import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Where a log line belongs, as fields {@code trace_id} and {@code span_id} of the line itself. Nothing hangs on the thread: a batch has one, and
 * its members have a trace each.
 */
public final class TraceFields {

    private TraceFields() {}

    /** The line with its place; as it is where that is not known. Free while the line's level is off. */
    public static LoggingEventBuilder on(LoggingEventBuilder line, Optional<String> traceparent) {
        return traceparent
                .flatMap(TraceContext::read)
                .map(context ->
                        line.addKeyValue("trace_id", context.traceId()).addKeyValue("span_id", context.spanId()))
                .orElse(line);
    }
}
