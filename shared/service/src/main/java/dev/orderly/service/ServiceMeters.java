package dev.orderly.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** What every service counts, under the same names. */
public final class ServiceMeters {

    private static final String SERVICE = "service";
    private static final double[] SIZES = {1, 5, 20, 50, 100, 200};

    private final MeterRegistry registry;
    private final String service;

    /** Of this service. */
    public ServiceMeters(MeterRegistry registry, String service) {
        this.registry = registry;
        this.service = service;
    }

    /** Counts what no table allows, and what will not end by itself: somebody should look. */
    public Counter impossible() {
        return Counter.builder("orderly.impossible")
                .description("What no table allows, or what will not end by itself: somebody should look.")
                .tag(SERVICE, service)
                .register(registry);
    }

    /** The same work on batches of requests, which are measured. */
    public <I, O> Function<List<I>, Future<List<O>>> measured(Function<List<I>, Future<List<O>>> work) {
        DistributionSummary sizes = batches("requests");
        return batch -> {
            sizes.record(batch.size());
            return work.apply(batch);
        };
    }

    /** How much goes into one transaction: {@code requests} or {@code events}. */
    DistributionSummary batches(String of) {
        return DistributionSummary.builder("orderly.batch.size")
                .description("How many requests or events went into one transaction.")
                .tag(SERVICE, service)
                .tag("of", of)
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }
}
