package dev.orderly.web;

import java.time.Duration;

/**
 * How one edge listens and what it puts up with.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param maxBodyBytes larger bodies are answered 413 and not kept
 * @param maxInFlight requests under way at once on this edge; more are answered 503
 * @param maxConnections connections at once on this edge; more are closed
 * @param headerTimeout from the connection's start to the first request's last header line
 * @param bodyTimeout from the last header line to the body's last byte
 * @param requestTimeout from the last header line to the answer's last byte
 * @param idleTimeout how long a connection may wait for its next whole request head
 * @param retryAfter what {@code Retry-After} says when a request is refused for load
 * @param maxLag how late events may be handled before new orders are answered 503
 */
public record HttpSettings(
        String host,
        int port,
        int maxBodyBytes,
        int maxInFlight,
        int maxConnections,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration retryAfter,
        Duration maxLag) {

    /** The defaults on this host and port: 64 kB, 5 s, 10 s, 15 s. */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(
                host,
                port,
                64 * 1024,
                2_000,
                10_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }

    /** Reads host, port and limits from a section of the configuration; what is not given has the default. */
    public static HttpSettings read(Fields section, String defaultHost, int defaultPort) {
        return read(section, on(defaultHost, defaultPort));
    }

    /** The same with other defaults. */
    public static HttpSettings read(Fields section, HttpSettings defaults) {
        return new HttpSettings(
                section.text("host", 255, defaults.host),
                section.count("port", defaults.port, 0, 65_535),
                section.count("maxBodyBytes", defaults.maxBodyBytes, 1_024, 16 * 1024 * 1024),
                section.count("maxInFlight", defaults.maxInFlight, 1, 1_000_000),
                section.count("maxConnections", defaults.maxConnections, 1, 1_000_000),
                timeout(section, "headerTimeout", defaults.headerTimeout),
                timeout(section, "bodyTimeout", defaults.bodyTimeout),
                timeout(section, "requestTimeout", defaults.requestTimeout),
                timeout(section, "idleTimeout", defaults.idleTimeout),
                timeout(section, "retryAfter", defaults.retryAfter),
                defaults.maxLag);
    }

    /** The same for a port whose requests may be larger and may take longer. */
    public HttpSettings withLimits(int largestBodyBytes, Duration longestRequest) {
        return new HttpSettings(
                host,
                port,
                largestBodyBytes,
                maxInFlight,
                maxConnections,
                headerTimeout,
                bodyTimeout,
                longestRequest,
                idleTimeout,
                retryAfter,
                maxLag);
    }

    /** The same with another limit on how late events are handled. */
    public HttpSettings withMaxLag(Duration other) {
        return new HttpSettings(
                host,
                port,
                maxBodyBytes,
                maxInFlight,
                maxConnections,
                headerTimeout,
                bodyTimeout,
                requestTimeout,
                idleTimeout,
                retryAfter,
                other);
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static Duration timeout(Fields section, String name, Duration defaultValue) {
        return section.duration(name, defaultValue, Duration.ofMillis(10), Duration.ofMinutes(10));
    }
}
