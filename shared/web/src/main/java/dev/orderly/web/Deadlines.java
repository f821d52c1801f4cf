package dev.orderly.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Total deadlines, which a client that sends a byte now and then cannot stretch as it can an idle timeout: each connection has one
 * moment by which its present phase must be over (head, body, answer, waiting), and one sweep for all of them.
 */
final class Deadlines {

    private static final int SWEEPS_PER_DEADLINE = 8;

    private final HttpSettings settings;
    private final Map<HttpConnection, Phase> phases = new HashMap<>();

    Deadlines(HttpSettings settings) {
        this.settings = settings;
    }

    /** Sweeps until the timer is cancelled. */
    long start(Vertx vertx) {
        return vertx.setPeriodic(Math.max(5, shortest().toMillis() / SWEEPS_PER_DEADLINE), tick -> sweep());
    }

    /** A connection begins: its first head is due. */
    void connected(HttpConnection connection) {
        if (phases.size() >= settings.maxConnections()) {
            close(connection);
            return;
        }
        phases.put(connection, new Phase(settings.headerTimeout()));
        connection.closeHandler(closed -> phases.remove(connection));
    }

    /** A request's head is there: its body, then its answer is due; {@code expire} answers one that is complete and takes too long. */
    void began(HttpServerRequest request, Runnable expire) {
        Phase phase = phases.computeIfAbsent(request.connection(), fresh -> new Phase(settings.bodyTimeout()));
        phase.begin(settings, expire);
        request.end().onSuccess(ended -> phase.received(settings));
        request.response().endHandler(answered -> phase.answered(settings));
    }

    int connections() {
        return phases.size();
    }

    private Duration shortest() {
        return List.of(
                        settings.headerTimeout(),
                        settings.bodyTimeout(),
                        settings.requestTimeout(),
                        settings.idleTimeout())
                .stream()
                .min(Duration::compareTo)
                .orElseThrow();
    }

    private void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> late = new ArrayList<>();
        phases.forEach((connection, phase) -> {
            if (phase.isOver(now)) {
                late.add(connection);
            }
        });
        late.forEach(this::end);
    }

    private void end(HttpConnection connection) {
        Phase phase = phases.get(connection);
        if (phase != null && phase.expires()) {
            phase.extend(settings.headerTimeout());
        } else {
            close(connection);
        }
    }

    /** Nothing hangs on the outcome: the connection is given up. */
    private static void close(HttpConnection connection) {
        connection.close().onFailure(gone -> {});
    }

    private static final class Phase {
        private long dueNanos;
        private long wholeNanos;
        private boolean received;
        private boolean answered;
        private @Nullable Runnable expire;

        Phase(Duration timeout) {
            extend(timeout);
        }

        void begin(HttpSettings settings, Runnable onExpiry) {
            received = false;
            answered = false;
            expire = onExpiry;
            wholeNanos = System.nanoTime() + settings.requestTimeout().toNanos();
            extend(settings.bodyTimeout());
        }

        void received(HttpSettings settings) {
            received = true;
            dueNanos = wholeNanos;
            waitForNext(settings);
        }

        void answered(HttpSettings settings) {
            answered = true;
            expire = null;
            waitForNext(settings);
        }

        void extend(Duration timeout) {
            dueNanos = System.nanoTime() + timeout.toNanos();
        }

        boolean isOver(long now) {
            return now - dueNanos > 0;
        }

        boolean expires() {
            Runnable last = expire;
            expire = null;
            if (!received || last == null) {
                return false;
            }
            last.run();
            return true;
        }

        private void waitForNext(HttpSettings settings) {
            if (received && answered) {
                extend(settings.idleTimeout());
            }
        }
    }
}
