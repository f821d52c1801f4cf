package dev.orderly.tracing;

import dev.orderly.tracing.Span.Kind;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each piece of work its place in a trace: for the log lines about it, and for what it causes. Work of traces that are sampled is told
 * to a collector besides, if there is one. Safe for use by several threads.
 */
public final class Tracing {

    private static final int ALL = 100;

    private final int sampledPercent;
    private final @Nullable Consumer<Span> recorder;

    private Tracing(int sampledPercent, @Nullable Consumer<Span> recorder) {
        this.sampledPercent = sampledPercent;
        this.recorder = recorder;
    }

    /** Work has its place, and nobody records it. */
    public static Tracing off() {
        return new Tracing(0, null);
    }

    /**
     * Finished spans are told to the recorder, which must neither wait nor throw.
     *
     * @param sampledPercent how many of a hundred traces that begin here are recorded; one that was begun elsewhere says it itself
     */
    public static Tracing to(Consumer<Span> recorder, int sampledPercent) {
        return new Tracing(sampledPercent, recorder);
    }

    /** The first piece of work of a trace that begins here. */
    public TraceContext begin() {
        return TraceContext.begin(ThreadLocalRandom.current().nextInt(ALL) < sampledPercent);
    }

    /**
     * Begins work that the parent has caused; a new trace where there is none, or none that is well formed.
     *
     * @param service who does it
     * @param name what is done, one of few: no ids
     * @param traceparent of the cause
     */
    public Span begin(Kind kind, String service, String name, Optional<String> traceparent) {
        Optional<TraceContext> parent = traceparent.flatMap(TraceContext::read);
        TraceContext context = parent.map(TraceContext::next).orElseGet(this::begin);
        return recorder != null && context.isSampled()
                ? Span.recorded(kind, service, name, context, parent, recorder)
                : Span.unrecorded(context);
    }

    /** Whether work with that place is recorded. */
    public boolean records(Optional<String> traceparent) {
        return recorder != null
                && traceparent
                        .flatMap(TraceContext::read)
                        .filter(TraceContext::isSampled)
                        .isPresent();
    }
}
