package dev.orderly.launcher;

import dev.orderly.tracing.OtlpSpans;
import dev.orderly.tracing.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** What a process tells a collector of its work, if it is configured to. */
final class SpanExport {

    private final Vertx vertx;
    private final Optional<OtlpSpans> spans;
    private final int sampledPercent;

    SpanExport(Vertx vertx, TracingSection section, MeterRegistry meters) {
        this.vertx = vertx;
        spans = section.endpoint().map(endpoint -> new OtlpSpans(endpoint, Version.number()));
        sampledPercent = section.sampledPercent();
        spans.ifPresent(collected -> register(collected, meters));
    }

    /** Gives the services' work its places. */
    Tracing tracing() {
        return spans.map(collected -> Tracing.to(collected::of, sampledPercent)).orElseGet(Tracing::off);
    }

    /** Tells what is left to tell, for a second at most. */
    Future<Void> stop() {
        return spans.map(collected -> Future.fromCompletionStage(collected.stop(), vertx.getOrCreateContext()))
                .orElseGet(Future::succeededFuture);
    }

    private static void register(OtlpSpans collected, MeterRegistry meters) {
        FunctionCounter.builder("orderly.spans.dropped", collected, OtlpSpans::dropped)
                .description("Spans that the collector was not there to take.")
                .register(meters);
    }
}
