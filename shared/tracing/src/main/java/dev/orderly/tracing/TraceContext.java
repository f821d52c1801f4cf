package dev.orderly.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where one piece of work stands in a trace (W3C Trace Context, section 3.2).
 *
 * @param traceId all the work that one request has caused: 32 hexadecimal digits
 * @param spanId this piece of it: 16 hexadecimal digits
 * @param isSampled whether it is to be recorded
 */
public record TraceContext(String traceId, String spanId, boolean isSampled) {

    private static final int LENGTH = 55;
    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;
    private static final int SAMPLED = 1;

    /** Reads a {@code traceparent}; one that is not well formed counts as absent. A later version is read as far as this one goes. */
    public static Optional<TraceContext> read(@Nullable String traceparent) {
        if (traceparent == null || !isWellFormed(traceparent)) {
            return Optional.empty();
        }
        int flags = HexFormat.fromHexDigits(traceparent, FLAGS_AT, LENGTH);
        return Optional.of(new TraceContext(
                traceparent.substring(TRACE_AT, SPAN_AT - 1),
                traceparent.substring(SPAN_AT, FLAGS_AT - 1),
                (flags & SAMPLED) == SAMPLED));
    }

    /** The first piece of work of a new trace. */
    public static TraceContext begin(boolean sampled) {
        return new TraceContext(fresh() + fresh(), fresh(), sampled);
    }

    /** The place of a span of OpenTelemetry. */
    static TraceContext of(SpanContext span) {
        return new TraceContext(span.getTraceId(), span.getSpanId(), span.isSampled());
    }

    /** As OpenTelemetry takes the cause of a span: as a value. What it finds on a thread would be the cause of another event. */
    Context asParent() {
        SpanContext cause = SpanContext.createFromRemoteParent(
                traceId,
                spanId,
                isSampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(cause));
    }

    /** Another piece of work of the same trace. */
    public TraceContext next() {
        return new TraceContext(traceId, fresh(), isSampled);
    }

    /** As the header and the attribute of an event spell it. */
    public String traceparent() {
        return "00-" + traceId + '-' + spanId + (isSampled ? "-01" : "-00");
    }

    private static String fresh() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? fresh() : HexFormat.of().toHexDigits(id);
    }

    private static boolean isWellFormed(String text) {
        return text.length() >= LENGTH
                && isHex(text, 0, TRACE_AT - 1)
                && isHex(text, TRACE_AT, SPAN_AT - 1)
                && isHex(text, SPAN_AT, FLAGS_AT - 1)
                && isHex(text, FLAGS_AT, LENGTH)
                && text.charAt(TRACE_AT - 1) == '-'
                && text.charAt(SPAN_AT - 1) == '-'
                && text.charAt(FLAGS_AT - 1) == '-'
                && isMeant(text, TRACE_AT, SPAN_AT - 1)
                && isMeant(text, SPAN_AT, FLAGS_AT - 1)
                && isOfKnownLength(text);
    }

    /** Version ff is forbidden; only versions after the first may say more. */
    private static boolean isOfKnownLength(String text) {
        return !text.startsWith("ff")
                && (text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-'));
    }

    private static boolean isHex(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char digit = text.charAt(at);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Zeros alone mean: none. */
    private static boolean isMeant(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) != '0') {
                return true;
            }
        }
        return false;
    }
}
