package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A collector of spans, as far as OTLP over HTTP goes: it takes them, and can be away. */
final class CollectorStandIn implements AutoCloseable {

    private final List<Told> spans = new CopyOnWriteArrayList<>();
    private final int port = JarProcess.freePort();
    private @Nullable HttpServer server;

    /** One span, and the service that it is of. */
    record Told(String service, JsonNode span) {

        String trace() {
            return span.path("traceId").asText();
        }

        String id() {
            return span.path("spanId").asText();
        }

        String parent() {
            return span.path("parentSpanId").asText();
        }

        String name() {
            return span.path("name").asText();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Begins to listen, also again. */
    void open() {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            opened.createContext("/v1/traces", this::take);
            opened.start();
            server = opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spans of one trace, so far. */
    List<Told> of(String trace) {
        return spans.stream().filter(told -> told.trace().equals(trace)).toList();
    }

    /** Is away. */
    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode told = new ObjectMapper().readTree(exchange.getRequestBody());
        told.path("resourceSpans")
                .forEach(resource -> resource.path("scopeSpans")
                        .forEach(scope ->
                                scope.path("spans").forEach(span -> spans.add(new Told(service(resource), span)))));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String service(JsonNode resource) {
        for (JsonNode attribute : resource.at("/resource/attributes")) {
            if (attribute.path("key").asText().equals("service.name")) {
                return attribute.at("/value/stringValue").asText();
            }
        }
        return "";
    }
}
