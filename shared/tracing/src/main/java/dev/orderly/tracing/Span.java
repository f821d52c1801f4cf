package dev.orderly.tracing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A piece of work, from its beginning to its end. One that nobody records has its place in the trace all the same, and costs next to nothing. */
public final class Span {

    /** On which side of an exchange the work is done. */
    public enum Kind {
        /** Answers a request. */
        SERVER(2),
        /** Tells others. */
        PRODUCER(4),
        /** Handles what others have told. */
        CONSUMER(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** OTLP's number of it ({@code Span.SpanKind}). */
        int number() {
            return number;
        }
    }

    private final Kind kind;
    private final String service;
    private final String name;
    private final TraceContext context;
    private final Optional<TraceContext> parent;
    private final @Nullable Consumer<Span> recorder;
    private final Map<String, String> attributes;
    private final Instant beganAt;
    private final long beganNanos;
    private long tookNanos;
    private boolean failed;

    private Span(
            Kind kind,
            String service,
            String name,
            TraceContext context,
            Optional<TraceContext> parent,
            @Nullable Consumer<Span> recorder) {
        this.kind = kind;
        this.service = service;
        this.name = name;
        this.context = context;
        this.parent = parent;
        this.recorder = recorder;
        this.attributes = recorder == null ? Map.of() : new LinkedHashMap<>();
        this.beganAt = recorder == null ? Instant.EPOCH : Instant.now();
        this.beganNanos = recorder == null ? 0 : System.nanoTime();
    }

    static Span recorded(
            Kind kind,
            String service,
            String name,
            TraceContext context,
            Optional<TraceContext> parent,
            Consumer<Span> recorder) {
        return new Span(kind, service, name, context, parent, recorder);
    }

    static Span unrecorded(TraceContext context) {
        return new Span(Kind.SERVER, "", "", context, Optional.empty(), null);
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
        return recorder != null;
    }

    /** Notes something about the work; by OpenTelemetry's names, where it has one. Nothing personal, no secret. */
    public Span with(String key, String value) {
        if (recorder != null) {
            attributes.put(key, value);
        }
        return this;
    }

    /** The work is done, or has failed; once. Never throws, never waits. */
    public void end(boolean hasFailed) {
        if (recorder != null) {
            tookNanos = System.nanoTime() - beganNanos;
            failed = hasFailed;
            recorder.accept(this);
        }
    }

    Kind kind() {
        return kind;
    }

    String service() {
        return service;
    }

    String name() {
        return name;
    }

    Optional<TraceContext> parent() {
        return parent;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Instant beganAt() {
        return beganAt;
    }

    Instant endedAt() {
        return beganAt.plusNanos(tookNanos);
    }

    boolean hasFailed() {
        return failed;
    }
}
