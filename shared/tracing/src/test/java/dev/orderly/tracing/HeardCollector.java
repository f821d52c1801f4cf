package dev.orderly.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A collector that remembers what it heard, answers as it is told to, and can be silent. */
final class HeardCollector {

    private static final int LIMIT_SECONDS = 20;

    private final HttpServer server;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch silence = new CountDownLatch(0);

    private HeardCollector(HttpServer server) {
        this.server = server;
    }

    /** One request. */
    record Heard(String path, String type, ExportTraceServiceRequest body) {

        List<String> names() {
            return services().map(told -> told.substring(told.indexOf(' ') + 1)).toList();
        }

        /** The name of each span, after that of its service. */
        Stream<String> services() {
            return body.getResourceSpansList().stream()
                    .flatMap(service -> service.getScopeSpansList().stream()
                            .flatMap(scope -> scope.getSpansList().stream())
                            .map(Span::getName)
                            .map(name -> service(service.getResource()) + " " + name));
        }

        private static String service(Resource resource) {
            return resource.getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(attribute -> attribute.getValue().getStringValue())
                    .findFirst()
                    .orElse("nobody");
        }
    }

    static HeardCollector open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HeardCollector collector = new HeardCollector(server);
        server.createContext("/", collector::hear);
        server.start();
        return collector;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Answers the next requests with these, all others with 200. */
    void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Takes requests, and answers none. */
    void beSilent() {
        silence = new CountDownLatch(1);
    }

    void listen() {
        silence.countDown();
    }

    Heard next() {
        try {
            Heard next = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("what the collector hears").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** As many spans, each by its name, after that of its service. */
    List<String> spans(int count) {
        List<String> told = new ArrayList<>();
        while (told.size() < count) {
            told.addAll(next().services().toList());
        }
        return told;
    }

    /** The sizes of the requests that bring as many spans. */
    List<Integer> batches(int count) {
        List<Integer> sizes = new ArrayList<>();
        while (sizes.stream().mapToInt(Integer::intValue).sum() < count) {
            sizes.add(next().names().size());
        }
        return sizes;
    }

    void close() {
        server.stop(0);
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private void hear(HttpExchange exchange) throws IOException {
        ExportTraceServiceRequest body = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        heard.add(new Heard(
                exchange.getRequestURI().getPath(), exchange.getRequestHeaders().getFirst("Content-Type"), body));
        keepSilent();
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }

    private void keepSilent() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
