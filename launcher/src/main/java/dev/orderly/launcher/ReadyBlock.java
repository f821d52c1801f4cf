package dev.orderly.launcher;

import java.util.List;
import java.util.stream.Collectors;

/** The last thing that a start prints: what answers where, and what can be tried. */
record ReadyBlock(
        Configuration configuration, RunningShop.Addresses addresses, double seconds, List<DemoProduct> products) {

    String text() {
        return """

                API         %s   (%s)
                Management  %s   (/health/ready, /metrics, /status, /audit)
                %s
                %s
                %s %s, started in %.1f s. Stop with Ctrl-C.
                """.formatted(
                        addresses.api(),
                        Services.labels(configuration.services()),
                        addresses.management(),
                        shelf(),
                        products.isEmpty() ? "" : FirstSteps.at(addresses.api()),
                        RunCommand.READY,
                        Version.number(),
                        seconds);
    }

    private String shelf() {
        return products.stream()
                .map(product -> "  %-12s %10s %s  %5d available"
                        .formatted(product.productId(), product.price(), product.currency(), product.available()))
                .collect(Collectors.joining("\n"));
    }
}
