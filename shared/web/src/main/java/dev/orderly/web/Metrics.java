package dev.orderly.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** The process's meters: made before Vert.x, whose own figures go in as well, and shown in Prometheus' text format. */
public final class Metrics {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** An empty set of meters. */
    public Metrics() {
        registry.config().meterFilter(MeterFilter.deny(Metrics::isSharedGauge));
    }

    /** Vert.x registers one gauge per server and pool under one name, of which the registry keeps the first and warns of the others. */
    private static boolean isSharedGauge(Meter.Id meter) {
        return meter.getType() == Meter.Type.GAUGE && meter.getName().startsWith("vertx.");
    }

    /** Where services register what they count. */
    public MeterRegistry registry() {
        return registry;
    }

    /** What {@code Vertx.builder().withMetrics(…)} takes. */
    public VertxMetricsFactory factory() {
        return new MicrometerMetricsFactory(registry);
    }

    /** What {@code VertxOptions.setMetricsOptions(…)} takes: HTTP server, pools and SQL pool; no figures per event-bus address. */
    public static MicrometerMetricsOptions options() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.VERTICLES);
    }

    /** All meters as the answer to {@code GET /metrics}. */
    public Reply scrape() {
        return Reply.text(PROMETHEUS_TEXT, registry.scrape());
    }
}
