package dev.orderly.messaging;

import java.time.Duration;

/** Settings that differ in what a test needs. */
final class Tuned {

    private Tuned() {}

    static BrokerSettings trail(BrokerSettings settings) {
        return tuned(settings, settings.heartbeat(), settings.prefetch(), settings.confirmTimeout(), true);
    }

    static BrokerSettings prefetch(BrokerSettings settings, int prefetch) {
        return tuned(settings, settings.heartbeat(), prefetch, settings.confirmTimeout(), settings.trail());
    }

    static BrokerSettings times(BrokerSettings settings, Duration heartbeat, Duration confirm) {
        return tuned(settings, heartbeat, settings.prefetch(), confirm, settings.trail());
    }

    private static BrokerSettings tuned(
            BrokerSettings settings, Duration heartbeat, int prefetch, Duration confirm, boolean trail) {
        return new BrokerSettings(
                settings.host(),
                settings.port(),
                settings.virtualHost(),
                settings.user(),
                settings.password(),
                heartbeat,
                prefetch,
                settings.prefix(),
                settings.queueType(),
                settings.declareTopology(),
                confirm,
                settings.maxBatch(),
                trail,
                settings.tls());
    }
}
