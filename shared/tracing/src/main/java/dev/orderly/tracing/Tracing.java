package dev.orderly.tracing;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives each piece of work its place in a trace: for the log lines about it, and for what it causes. Work of traces that are sampled is a span of
 * OpenTelemetry besides, if somebody records them. Safe for use by several threads.
 */
public final class Tracing {

    private static final int ALL = 100;

    private final int sampledPercent;
    private final @Nullable Function<String, Tracer> tracers;

    private Tracing(int sampledPercent, @Nullable Function<String, Tracer> tracers) {
        this.sampledPercent = sampledPercent;
        this.tracers = tracers;
    }

    /** Work has its place, and nobody records it. */
    public static Tracing off() {
        return new Tracing(0, null);
    }

    /**
     * Spans are recorded by the tracer of the service that does the work; it has to sample all of them, since it is decided here which there are.
     *
     * @param tracers the tracer of a service, by its name
     * @param sampledPercent how many of a hundred traces that begin here are recorded; one that was begun elsewhere says it itself
     */
    public static Tracing to(Function<String, Tracer> tracers, int sampledPercent) {
        return new Tracing(sampledPercent, tracers);
    }

    /** The first piece of work of a trace that begins here. */
    public TraceContext begin() {
        return TraceContext.begin(isChosen());
    }

    /**
     * Begins work that the parent has caused; a new trace where there is none, or none that is well formed.
     *
     * @param service who does it
     * @param name what is done, one of few: no ids
     * @param traceparent of the cause
     */
    public Span begin(SpanKind kind, String service, String name, Optional<String> traceparent) {
        Optional<TraceContext> parent = traceparent.flatMap(TraceContext::read);
        boolean isSampled = parent.map(TraceContext::isSampled).orElseGet(this::isChosen);
        if (tracers == null || !isSampled) {
            return Span.unrecorded(parent.map(TraceContext::next).orElseGet(() -> TraceContext.begin(isSampled)));
        }
        return Span.recorded(tracers.apply(service)
                .spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent.map(TraceContext::asParent).orElseGet(Context::root))
                .startSpan());
    }

    /** Whether work with that place is recorded. */
    public boolean records(Optional<String> traceparent) {
        return tracers != null
                && traceparent
                        .flatMap(TraceContext::read)
                        .filter(TraceContext::isSampled)
                        .isPresent();
    }

    private boolean isChosen() {
        return ThreadLocalRandom.current().nextInt(ALL) < sampledPercent;
    }
}
