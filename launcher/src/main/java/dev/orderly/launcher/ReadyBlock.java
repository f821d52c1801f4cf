package dev.orderly.launcher;

import dev.orderly.web.Caller;
import dev.orderly.web.tokens.TokenIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The last thing that a start prints: what answers where, and what can be tried. */
record ReadyBlock(
        Configuration configuration,
        Path folder,
        RunningShop.Addresses addresses,
        double seconds,
        List<DemoProduct> products) {

    private static final Duration VALIDITY = Duration.ofDays(1);

    String text() {
        return """

                API         %s   (%s)
                Management  %s   (/health/ready, /metrics, /status, /audit)
                %s%s
                %s
                %s %s, started in %.1f s. Stop with Ctrl-C.
                """.formatted(
                        addresses.api(),
                        Services.labels(configuration.services()),
                        addresses.management(),
                        tokens(),
                        shelf(),
                        products.isEmpty() ? "" : FirstSteps.at(addresses.api()),
                        RunCommand.READY,
                        Version.number(),
                        seconds);
    }

    /** Who can try it at once: only where this process issues tokens itself. */
    private String tokens() {
        if (!configuration.tokens().local()) {
            return "";
        }
        TokenIssuer issuer = LocalIssuer.in(folder, configuration.tokens().terms());
        return """
                A customer's token (ada):
                %s
                A clerk's token:
                %s

                """.formatted(
                        issuer.issue(new Caller("ada", LocalIssuer.CUSTOMER), VALIDITY),
                        issuer.issue(new Caller("clerk", LocalIssuer.CLERK), VALIDITY));
    }

    private String shelf() {
        return products.stream()
                .map(product -> "  %-12s %10s %s  %5d available"
                        .formatted(product.productId(), product.price(), product.currency(), product.available()))
                .collect(Collectors.joining("\n"));
    }
}
