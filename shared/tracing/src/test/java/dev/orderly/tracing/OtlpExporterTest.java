package dev.orderly.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector hears, and what becomes of spans when it does not listen. */
class OtlpExporterTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final int LIMIT_SECONDS = 20;

    private record Heard(String path, String type, JsonNode body) {}

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private HttpServer collector;
    private OtlpExporter exporter;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::hear);
        collector.start();
        String address = "http://127.0.0.1:" + collector.getAddress().getPort() + "/";
        exporter = new OtlpExporter(vertx, URI.create(address), "1.2.3");
        exporter.begin();
    }

    @AfterEach
    void close() {
        await(exporter.stop());
        await(vertx.close());
        collector.stop(0);
    }

    @Test
    void tellsWhatWasDoneByWhomAndWhy() throws InterruptedException {
        Span span = span("process order.created").with("messaging.system", "rabbitmq");
        span.end(true);

        Heard told = next();
        JsonNode service = told.body().at("/resourceSpans/0");
        JsonNode shown = service.at("/scopeSpans/0/spans/0");
        assertThat(told.path()).isEqualTo("/v1/traces");
        assertThat(told.type()).isEqualTo("application/json");
        assertThat(service.at("/resource/attributes").toString())
                .contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"stock\"}}", "1.2.3");
        assertThat(shown.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(shown.path("spanId").asText()).isEqualTo(span.context().spanId());
        assertThat(shown.path("parentSpanId").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(shown.path("name").asText()).isEqualTo("process order.created");
        assertThat(shown.path("kind").asInt()).isEqualTo(5);
        assertThat(shown.at("/status/code").asInt()).isEqualTo(2);
        assertThat(shown.path("attributes").toString())
                .isEqualTo("[{\"key\":\"messaging.system\",\"value\":{\"stringValue\":\"rabbitmq\"}}]");
        assertThat(shown.path("startTimeUnixNano").isTextual()).isTrue();
        assertThat(shown.path("endTimeUnixNano").asLong())
                .isGreaterThanOrEqualTo(shown.path("startTimeUnixNano").asLong())
                .isGreaterThan(1_700_000_000_000_000_000L);
    }

    @Test
    void saysItAgainToACollectorThatIsOverloaded() throws InterruptedException {
        answers.add(503);
        answers.add(429);
        span("once").end(false);

        Heard first = next();
        assertThat(next().body()).isEqualTo(first.body());
        assertThat(next().body()).isEqualTo(first.body());
        assertThat(exporter.dropped()).isZero();
    }

    @Test
    void dropsWhatTheCollectorRefusesAndGoesOn() throws InterruptedException {
        answers.add(400);
        span("refused").end(false);
        assertThat(next().body().toString()).contains("refused");

        span("welcome").end(false);
        assertThat(next().body().toString()).contains("welcome").doesNotContain("refused");
        assertThat(exporter.dropped()).isEqualTo(1);
    }

    @Test
    void holdsNobodyUpWhileNobodyListens() {
        collector.stop(0);

        for (int i = 0; i < 20_000; i++) {
            span("unheard").end(false);
        }

        assertThat(exporter.dropped()).isBetween(20_000L - 8_192 - 512, 20_000L - 8_192);
    }

    @Test
    void tellsWhatIsLeftAtTheEnd() throws InterruptedException {
        span("last words").end(false);
        await(exporter.stop());

        assertThat(next().body().toString()).contains("last words");
    }

    private Span span(String name) {
        return Tracing.to(exporter, 100).begin(Span.Kind.CONSUMER, "stock", name, Optional.of(PARENT));
    }

    private Heard next() throws InterruptedException {
        Heard next = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("what the collector hears").isNotNull();
        return next;
    }

    private void hear(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
        heard.add(new Heard(
                exchange.getRequestURI().getPath(), exchange.getRequestHeaders().getFirst("Content-Type"), body));
    }

    private static void await(Future<?> done) {
        try {
            done.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
