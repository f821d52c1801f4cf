package dev.orderly.launcher;

import dev.orderly.tracing.OtlpExporter;
import dev.orderly.tracing.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** What a process tells a collector of its work, if it is configured to. */
final class SpanExport {

    private final Optional<OtlpExporter> exporter;
    private final int sampledPercent;

    SpanExport(Vertx vertx, TracingSection section, MeterRegistry meters) {
        exporter = section.endpoint().map(endpoint -> new OtlpExporter(vertx, endpoint, Version.number()));
        sampledPercent = section.sampledPercent();
        exporter.ifPresent(OtlpExporter::begin);
        exporter.ifPresent(collector -> register(collector, meters));
    }

    /** Gives the services' work its places. */
    Tracing tracing() {
        return exporter.map(collector -> Tracing.to(collector, sampledPercent)).orElseGet(Tracing::off);
    }

    /** Tells what is left to tell, for a second at most. */
    Future<Void> stop() {
        return exporter.map(OtlpExporter::stop).orElseGet(Future::succeededFuture);
    }

    private static void register(OtlpExporter collector, MeterRegistry meters) {
        FunctionCounter.builder("orderly.spans.dropped", collector, OtlpExporter::dropped)
                .description("Spans that the collector was not there to take.")
                .register(meters);
    }
}
