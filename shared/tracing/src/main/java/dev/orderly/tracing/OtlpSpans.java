package dev.orderly.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * OpenTelemetry's SDK as this process uses it: a tracer for each service, and one queue to one collector (OTLP over HTTP) for all of them. Nobody
 * ever waits for it: what there is no room for, and what the collector does not take in time, is dropped and counted. All is set here, nothing by
 * the environment, and nothing of it is global.
 */
public final class OtlpSpans {

    private static final String SCOPE = "dev.orderly";
    private static final int ROOM = 8_192;
    private static final int MAX_BATCH = 512;
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LAST_WORDS_MS = 1_000;

    private final Map<String, Tracer> tracers = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final String version;
    private final SpanExporter exporter;
    private final BatchSpanProcessor processor;

    /**
     * Begins to tell the collector at this address.
     *
     * @param endpoint without {@code /v1/traces}
     * @param version of what the spans tell about
     */
    public OtlpSpans(URI endpoint, String version) {
        this.version = version;
        String url = endpoint.toString().replaceAll("/+$", "") + "/v1/traces";
        SdkMeterProvider meters =
                SdkMeterProvider.builder().registerMetricReader(tally).build();
        exporter = new WatchedExporter(otlp(url, meters), url, tally);
        processor = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(ROOM)
                .setMaxExportBatchSize(MAX_BATCH)
                .setScheduleDelay(PERIOD)
                .setExporterTimeout(LIMIT)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .setMeterProvider(meters)
                .build();
    }

    private static SpanExporter otlp(String url, SdkMeterProvider meters) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(url)
                .setTimeout(LIMIT)
                .setConnectTimeout(LIMIT)
                .setCompression("none")
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .setMeterProvider(meters)
                .build();
    }

    /** Records the work of this service, all that it is asked to. */
    public Tracer of(String service) {
        return tracers.computeIfAbsent(service, this::open);
    }

    private Tracer open(String service) {
        Attributes resource = Attributes.builder()
                .put("service.name", service)
                .put("service.namespace", "orderly")
                .put("service.version", version)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(resource)))
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(processor)
                .build()
                .get(SCOPE);
    }

    /** How many spans nobody will see. */
    public long dropped() {
        return tally.dropped();
    }

    /** Tells what waits, for a second at most. Never fails. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        processor.shutdown().whenComplete(() -> told.complete(null));
        CompletableFuture.delayedExecutor(LAST_WORDS_MS, TimeUnit.MILLISECONDS).execute(exporter::shutdown);
        return told.completeOnTimeout(null, LAST_WORDS_MS, TimeUnit.MILLISECONDS);
    }
}
