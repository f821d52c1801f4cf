package dev.orderly.launcher;

import dev.orderly.web.Fields;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Whether spans are told to a collector.
 *
 * @param endpoint where it takes OTLP over HTTP, without {@code /v1/traces}; empty: nobody is told
 * @param sampledPercent how many of a hundred traces that begin here are told
 */
record TracingSection(Optional<URI> endpoint, int sampledPercent) {

    private static final int MAX_URL = 500;
    private static final int ALL = 100;

    static TracingSection read(Fields section) {
        String endpoint = section.text("endpoint", MAX_URL, "");
        if (!endpoint.isEmpty() && !isAddress(endpoint)) {
            section.reject("endpoint", "must be the collector's address, as http://127.0.0.1:4318");
        }
        return new TracingSection(
                Optional.of(endpoint).filter(TracingSection::isAddress).map(URI::create),
                section.count("sampledPercent", ALL, 0, ALL));
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null
                    && uri.getQuery() == null
                    && List.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
