package dev.orderly.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends spans by another exporter, and says in the log, once each, that the collector takes none and that it is back. */
final class WatchedExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedExporter.class);

    private final SpanExporter exporter;
    private final String url;
    private final Tally tally;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    WatchedExporter(SpanExporter exporter, String url, Tally tally) {
        this.exporter = exporter;
        this.url = url;
        this.tally = tally;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        Map<String, Long> before = tally.refused();
        CompletableResultCode sent = exporter.export(spans);
        return sent.whenComplete(() -> {
            if (sent.isSuccess()) {
                arrived();
            } else if (!stopped.get()) {
                lost(sent.getFailureThrowable(), before);
            }
        });
    }

    private void arrived() {
        if (away.compareAndSet(true, false)) {
            LOG.info("the collector of spans at {} is back; {} spans were dropped so far", url, tally.dropped());
        }
    }

    private void lost(@Nullable Throwable failure, Map<String, Long> before) {
        if (away.compareAndSet(false, true)) {
            LOG.warn("the collector of spans at {} takes none: {}; orders go on", url, reason(failure, before));
        }
    }

    /** What went wrong; where the collector has answered, the status that was counted meanwhile. */
    private String reason(@Nullable Throwable failure, Map<String, Long> before) {
        Throwable cause = failure == null ? null : failure.getCause();
        if (cause == null) {
            Map<String, Long> refused = tally.refused();
            refused.entrySet().removeAll(before.entrySet());
            return "it answers with " + String.join(", ", refused.keySet());
        }
        return unwrapped(cause).toString();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean isWrapping = failure instanceof CompletionException || failure instanceof UncheckedIOException;
        return isWrapping && cause != null ? unwrapped(cause) : failure;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return stopped.compareAndSet(false, true) ? exporter.shutdown() : CompletableResultCode.ofSuccess();
    }
}
