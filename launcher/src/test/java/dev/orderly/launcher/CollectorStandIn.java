package dev.orderly.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A collector of spans, as far as OTLP over HTTP goes: it takes them, and can be away. */
final class CollectorStandIn implements AutoCloseable {

    private final List<Told> spans = new CopyOnWriteArrayList<>();
    private final int port = JarProcess.freePort();
    private @Nullable HttpServer server;

    /** One span, and the service that it is of. */
    record Told(String service, String trace, String id, String parent, String name) {

        static Told of(Resource resource, Span span) {
            HexFormat hex = HexFormat.of();
            return new Told(
                    service(resource),
                    hex.formatHex(span.getTraceId().toByteArray()),
                    hex.formatHex(span.getSpanId().toByteArray()),
                    hex.formatHex(span.getParentSpanId().toByteArray()),
                    span.getName());
        }

        private static String service(Resource resource) {
            return resource.getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(attribute -> attribute.getValue().getStringValue())
                    .findFirst()
                    .orElse("");
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
        ExportTraceServiceRequest told = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        for (ResourceSpans service : told.getResourceSpansList()) {
            service.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .forEach(span -> spans.add(Told.of(service.getResource(), span)));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
