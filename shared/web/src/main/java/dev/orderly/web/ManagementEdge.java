package dev.orderly.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The operators' port: {@code /health/live}, {@code /health/ready}, {@code /metrics}, and what the host mounts beside them. */
public final class ManagementEdge {

    private static final int PROBE_TIMEOUT_MS = 2_000;

    /** One part's answer to "are you ready"; {@code reason} says why not. */
    public record Check(String name, boolean ready, Optional<String> reason) {}

    /** All parts' answers. */
    public record Health(String status, List<Check> checks) {}

    /** What a caller must have where the port is open to other machines. */
    public static final String SCOPE = "management";

    private final HttpEdge edge;
    private final Optional<Set<String>> scopes;
    private final Map<String, Supplier<Future<Optional<String>>>> probes = new TreeMap<>();

    /** A port that does not listen yet. Bound to loopback it is open; else all but {@code /health/live} needs a token with {@link #SCOPE}. */
    public ManagementEdge(Vertx vertx, HttpSettings settings, Metrics metrics, Callers callers) {
        edge = new HttpEdge(vertx, settings, Access.unlimited(callers, Optional::empty));
        scopes = settings.isLoopback() ? Optional.empty() : Optional.of(Set.of(SCOPE));
        edge.route("/health/live", request -> Future.succeededFuture(Reply.ok(new Health("UP", List.of()))));
        route("/health/ready", request -> ready().map(ManagementEdge::shown));
        route("/metrics", request -> Future.succeededFuture(metrics.scrape()));
    }

    /** A part that has to be well for the process to be ready: empty when it is, else the reason; 2 s are the limit. */
    public void probe(String name, Supplier<Future<Optional<String>>> probe) {
        probes.put(name, probe);
    }

    /** Mounts a GET. */
    public void route(String path, Operation operation) {
        route(HttpMethod.GET, path, operation);
    }

    /** Mounts one method of a path. */
    public void route(HttpMethod method, String path, Operation operation) {
        edge.route(method, path, scopes, operation);
    }

    /** Begins to listen: the port that it got, or {@link PortInUse}. */
    public Future<Integer> listen() {
        return edge.listen();
    }

    /** Closes the port. */
    public Future<Void> close() {
        return edge.close();
    }

    /** Asks every part. */
    public Future<Health> ready() {
        List<Future<Check>> checks = new ArrayList<>();
        probes.forEach((name, probe) -> checks.add(check(name, probe)));
        return Future.all(checks).map(all -> health(all.list()));
    }

    private static Future<Check> check(String name, Supplier<Future<Optional<String>>> probe) {
        return Future.succeededFuture()
                .compose(asked -> probe.get())
                .timeout(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .otherwise(ManagementEdge::reason)
                .map(reason -> new Check(name, reason.isEmpty(), reason));
    }

    private static Optional<String> reason(Throwable failure) {
        boolean isLate = failure instanceof TimeoutException;
        return Optional.of(isLate ? "no answer within 2 s" : "failed: " + failure.getMessage());
    }

    private static Health health(List<Check> checks) {
        return new Health(checks.stream().allMatch(Check::ready) ? "UP" : "DOWN", checks);
    }

    private static Reply shown(Health health) {
        return Reply.of(health.status().equals("UP") ? 200 : 503, health);
    }
}
