package dev.orderly.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a collector hears, and what becomes of spans when it does not listen. */
@Timeout(60)
class OtlpSpansTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final int ROOM = 8_192;
    private static final int BATCH = 512;
    private static final int LIMIT_SECONDS = 20;

    private final Set<Thread> threadsBefore = new HashSet<>();
    private HeardCollector collector;
    private OtlpSpans spans;

    @BeforeEach
    void open() throws IOException {
        collector = HeardCollector.open();
        threadsBefore.addAll(Thread.getAllStackTraces().keySet());
        spans = new OtlpSpans(collector.address(), "1.2.3");
    }

    @AfterEach
    void close() {
        collector.listen();
        stop();
        collector.close();
    }

    @Test
    void tellsWhatWasDoneByWhomAndWhy() {
        Span span = span("process order.created").with("messaging.system", "rabbitmq");
        span.end(true);

        HeardCollector.Heard told = collector.next();
        ResourceSpans service = told.body().getResourceSpans(0);
        io.opentelemetry.proto.trace.v1.Span shown = service.getScopeSpans(0).getSpans(0);
        assertThat(told.path()).isEqualTo("/v1/traces");
        assertThat(told.type()).isEqualTo("application/x-protobuf");
        assertThat(service.getResource().getAttributesList())
                .map(OtlpSpansTest::written)
                .contains("service.name=stock", "service.namespace=orderly", "service.version=1.2.3");
        assertThat(HeardCollector.hex(shown.getTraceId())).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(HeardCollector.hex(shown.getSpanId()))
                .isEqualTo(span.context().spanId());
        assertThat(HeardCollector.hex(shown.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(shown.getName()).isEqualTo("process order.created");
        assertThat(shown.getKind()).isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(shown.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(shown.getAttributesList()).map(OtlpSpansTest::written).containsExactly("messaging.system=rabbitmq");
        assertThat(shown.getEndTimeUnixNano())
                .isGreaterThanOrEqualTo(shown.getStartTimeUnixNano())
                .isGreaterThan(1_700_000_000_000_000_000L);
    }

    @Test
    void tellsOfEveryServiceByItsOwnName() {
        Tracing tracing = Tracing.to(spans::of, 100);
        tracing.begin(SpanKind.SERVER, "order", "asked", Optional.empty()).end(false);
        tracing.begin(SpanKind.CONSUMER, "stock", "handled", Optional.empty()).end(false);

        assertThat(collector.spans(2)).containsExactlyInAnyOrder("order asked", "stock handled");
    }

    @Test
    void takesTheCauseFromTheEventNeverFromTheThread() {
        io.opentelemetry.api.trace.Span other =
                spans.of("stock").spanBuilder("other").startSpan();
        Span begun;
        Span caused;
        try (Scope ofAnother = other.makeCurrent()) {
            assertThat(ofAnother).isNotNull();
            begun = Tracing.to(spans::of, 100).begin(SpanKind.SERVER, "stock", "begun", Optional.empty());
            caused = span("caused");
        }

        assertThat(begun.context().traceId())
                .isNotEqualTo(other.getSpanContext().getTraceId());
        assertThat(caused.traceparent()).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
    }

    @Test
    void saysItAgainToACollectorThatIsOverloaded() {
        collector.answer(503, 429);
        span("once").end(false);

        HeardCollector.Heard first = collector.next();
        assertThat(collector.next().body()).isEqualTo(first.body());
        assertThat(collector.next().body()).isEqualTo(first.body());
        assertThat(spans.dropped()).isZero();
    }

    @Test
    void dropsWhatTheCollectorRefusesAndGoesOn() {
        collector.answer(400);
        span("refused").end(false);
        assertThat(collector.next().names()).containsExactly("refused");

        span("welcome").end(false);
        assertThat(collector.next().names()).containsExactly("welcome");
        assertThat(spans.dropped()).isEqualTo(1);
    }

    @Test
    void saysOnceThatItTakesNoneAndOnceThatItIsBack() {
        Logger log = (Logger) LoggerFactory.getLogger(WatchedExporter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        lines.start();
        collector.answer(404, 403);
        for (String name : List.of("first", "second", "third")) {
            span(name).end(false);
            assertThat(collector.next().names()).containsExactly(name);
        }
        stop();
        log.detachAppender(lines);

        assertThat(lines.list).map(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(lines.list.get(0).getFormattedMessage()).contains("takes none: it answers with 404; orders go on");
        assertThat(lines.list.get(1).getFormattedMessage()).contains("is back; 2 spans were dropped so far");
    }

    @Test
    void holdsNobodyUpWhileTheCollectorIsSilent() {
        collector.beSilent();

        for (int i = 0; i < 20_000; i++) {
            span("unheard").end(false);
        }

        assertThat(spans.dropped()).isBetween(20_000L - ROOM - BATCH, 20_000L - ROOM);
    }

    @Test
    void tellsABatchAtATime() {
        collector.beSilent();
        span("first").end(false);
        assertThat(collector.next().names()).containsExactly("first");
        for (int i = 0; i < 3 * BATCH; i++) {
            span("one of many").end(false);
        }
        collector.listen();

        assertThat(collector.batches(3 * BATCH)).contains(BATCH).allMatch(size -> size <= BATCH);
        assertThat(spans.dropped()).isZero();
    }

    @Test
    void tellsWhatIsLeftAtTheEnd() {
        span("last words").end(false);
        stop();

        assertThat(collector.next().names()).containsExactly("last words");
    }

    /** Batch by batch it would take more than a minute. */
    @Test
    void endsThoughTheCollectorIsSilent() {
        collector.beSilent();
        for (int i = 0; i < ROOM; i++) {
            span("unheard").end(false);
        }

        stop();
    }

    @Test
    void keepsNoProcessAlive() {
        span("heard").end(false);
        assertThat(collector.next().names()).containsExactly("heard");

        Set<Thread> begun = new HashSet<>(Thread.getAllStackTraces().keySet());
        begun.removeAll(threadsBefore);
        assertThat(begun).isNotEmpty().allMatch(Thread::isDaemon);
        assertThat(begun.stream().map(Thread::getName).collect(Collectors.joining(" ")))
                .contains("BatchSpanProcessor", "HttpClient");
    }

    private Span span(String name) {
        return Tracing.to(spans::of, 100).begin(SpanKind.CONSUMER, "stock", name, Optional.of(PARENT));
    }

    private static String written(KeyValue attribute) {
        return attribute.getKey() + "=" + attribute.getValue().getStringValue();
    }

    private void stop() {
        try {
            spans.stop().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
