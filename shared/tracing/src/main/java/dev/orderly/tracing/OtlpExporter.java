package dev.orderly.tracing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a collector of finished spans (OTLP over HTTP, JSON), a batch at a time and beside the work itself: nobody ever waits for it. A collector
 * that is away is tried again; what there is no room for meanwhile is dropped and counted.
 */
public final class OtlpExporter implements Consumer<Span> {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);
    private static final int ROOM = 8_192;
    private static final int MAX_BATCH = 512;
    private static final long PERIOD_MS = 500;
    private static final long LIMIT_MS = 5_000;
    private static final long LAST_WORDS_MS = 1_000;
    private static final long LONGEST_REST_MS = 30_000;
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);

    private final Vertx vertx;
    private final String url;
    private final String version;
    private final HttpClient client;
    private final Queue<Span> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong dropped = new AtomicLong();
    private List<Span> batch = List.of();
    private boolean sending;
    private long restMs;
    private long restedNanos = System.nanoTime();
    private long timer = -1;

    /** The collector says that it will not take these spans, now or later. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("HTTP " + status, null, false, false);
        }
    }

    /**
     * For the collector at this address, without {@code /v1/traces}.
     *
     * @param version of what the spans tell about
     */
    public OtlpExporter(Vertx vertx, URI endpoint, String version) {
        this.vertx = vertx;
        this.url = endpoint.toString().replaceAll("/+$", "") + "/v1/traces";
        this.version = version;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(Math.toIntExact(LIMIT_MS)),
                new PoolOptions().setHttp1MaxSize(1));
    }

    /** Begins to export. */
    public void begin() {
        timer = vertx.setPeriodic(PERIOD_MS, due -> send());
    }

    /** Takes a span over, or drops it where there is no room; from any thread. */
    @Override
    public void accept(Span span) {
        if (!waiting.offer(span)) {
            dropped.incrementAndGet();
        }
    }

    /** How many spans nobody will see. */
    public long dropped() {
        return dropped.get();
    }

    /** Sends what waits, once and within a second, and ends. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        List<Span> last = new ArrayList<>(batch);
        takeInto(last, ROOM);
        Future<Void> told = last.isEmpty() ? Future.succeededFuture() : post(last);
        return told.timeout(LAST_WORDS_MS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .eventually(client::close);
    }

    /** On the timer's context alone. */
    private void send() {
        if (sending || System.nanoTime() - restedNanos < 0) {
            return;
        }
        if (batch.isEmpty()) {
            List<Span> next = new ArrayList<>();
            takeInto(next, MAX_BATCH);
            batch = next;
        }
        if (!batch.isEmpty()) {
            sending = true;
            post(batch).onComplete(taken -> sent(), this::notSent);
        }
    }

    private void takeInto(List<Span> spans, int limit) {
        Span span = waiting.poll();
        while (span != null) {
            spans.add(span);
            span = spans.size() < limit ? waiting.poll() : null;
        }
    }

    private void sent() {
        if (restMs > 0) {
            LOG.info("the collector of spans at {} is back; {} spans were dropped so far", url, dropped.get());
        }
        restMs = 0;
        over();
        if (waiting.size() >= MAX_BATCH) {
            send();
        }
    }

    private void notSent(Throwable failure) {
        if (restMs == 0) {
            LOG.warn("the collector of spans at {} takes none: {}; orders go on", url, failure.toString());
        }
        restMs = Math.min(LONGEST_REST_MS, Math.max(PERIOD_MS, restMs * 2));
        restedNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(restMs);
        if (failure instanceof Refused) {
            dropped.addAndGet(batch.size());
            over();
        } else {
            sending = false;
        }
    }

    private void over() {
        batch = List.of();
        sending = false;
    }

    private Future<Void> post(List<Span> spans) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url);
        return client.request(options)
                .compose(request -> post(request, spans))
                .timeout(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    private Future<Void> post(HttpClientRequest request, List<Span> spans) {
        return request.putHeader("Content-Type", "application/json")
                .send(OtlpJson.write(spans, version))
                .compose(response -> response.end().map(read -> judged(response.statusCode())))
                .timeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                .recover(lost -> request.reset(0, lost).transform(reset -> Future.failedFuture(lost)));
    }

    private static @Nullable Void judged(int status) {
        if (TRY_AGAIN.contains(status)) {
            throw new IllegalStateException("HTTP " + status);
        }
        if (status / 100 != 2) {
            throw new Refused(status);
        }
        return null;
    }
}
