package dev.orderly.tracing;

import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A piece of work, from its beginning to its end. One that nobody records has its place in the trace all the same, and costs next to nothing. */
public final class Span {

    private final TraceContext context;
    private final io.opentelemetry.api.trace.@Nullable Span recorded;

    private Span(TraceContext context, io.opentelemetry.api.trace.@Nullable Span recorded) {
        this.context = context;
        this.recorded = recorded;
    }

    /** One of OpenTelemetry's that has begun. */
    static Span recorded(io.opentelemetry.api.trace.Span begun) {
        return new Span(TraceContext.of(begun.getSpanContext()), begun);
    }

    static Span unrecorded(TraceContext context) {
        return new Span(context, null);
    }

    /** Where it stands in its trace. */
    public TraceContext context() {
        return context;
    }

    /** What the work that it causes is to name as its parent. */
    public String traceparent() {
        return context.traceparent();
    }

    /** Whether anybody will see it. */
    public boolean isRecorded() {
        return recorded != null;
    }

    /** Notes something about the work; by OpenTelemetry's names, where it has one. Nothing personal, no secret. */
    public Span with(String key, String value) {
        if (recorded != null) {
            recorded.setAttribute(key, value);
        }
        return this;
    }

    /** The work is done, or has failed; once. Never throws, never waits. */
    public void end(boolean hasFailed) {
        if (recorded != null) {
            (hasFailed ? recorded.setStatus(StatusCode.ERROR) : recorded).end();
        }
    }
}
