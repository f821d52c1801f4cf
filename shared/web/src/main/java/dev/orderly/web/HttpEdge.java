package dev.orderly.web;

import dev.orderly.faults.FaultPoint;
import dev.orderly.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of one event loop: one server, onto which services mount their contracts. Several edges of one process
 * listen on the same port and share its connections. It belongs to the event loop that made it; mount before {@link #listen()}.
 */
public final class HttpEdge {

    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Context context;
    private final HttpSettings settings;
    private final Intake intake;
    private final Deadlines deadlines;
    private final Routes routes;
    private final List<Supplier<Optional<String>>> closings = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;
    private long sweeper = -1;

    /** An edge that does not listen yet; {@code access} says who may ask wherever a contract has {@code security}. */
    public HttpEdge(Vertx vertx, HttpSettings settings, Access access) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.intake = new Intake(settings.maxInFlight(), settings.retryAfter());
        this.deadlines = new Deadlines(settings);
        this.routes = new Routes(vertx, settings, access, intake, deadlines);
    }

    /** Requests get their place in a trace from there; by default nobody records them. */
    public HttpEdge tracedBy(Tracing recording) {
        routes.tracedBy(recording);
        return this;
    }

    /**
     * Mounts the contract from the class path ({@code openapi/order.yaml}; the file's name is the service's name).
     * Fails with an {@link IllegalStateException} that names every operation without a method and every method without an operation.
     */
    public Future<Void> mount(String openApiResource, Operations operations) {
        return Contract.load(vertx, openApiResource).map(contract -> {
            contract.requireSame(operations);
            contract.byPath().forEach((path, documented) -> {
                documented.forEach(operation -> mount(contract.service(), operation, operations));
                routes.refuseOtherMethods(path);
            });
            return null;
        });
    }

    private void mount(String service, ContractOperation documented, Operations operations) {
        Operation operation = Objects.requireNonNull(operations.find(documented.id()));
        routes.add(
                operations.takesIn(documented.id())
                        ? new Mounted(
                                service,
                                documented.takingIn(),
                                guarded(operation),
                                () -> FaultPoint.INTAKE_AFTER_ANSWER.hit(service))
                        : new Mounted(service, documented, operation, () -> {}));
    }

    private Operation guarded(Operation operation) {
        return request -> closings.stream()
                .flatMap(closing -> closing.get().stream())
                .findFirst()
                .map(reason -> Future.<Reply>failedFuture(Problem.unavailable(reason, settings.retryAfter())))
                .orElseGet(() -> operation.handle(request));
    }

    /** Mounts one GET outside any contract, open to all; its query is free. */
    public void route(String path, Operation operation) {
        route(HttpMethod.GET, path, Optional.empty(), operation);
    }

    /** Mounts one method of one path ({@code /dead-letters/:id}) outside any contract, for callers with these scopes, or for all. */
    public void route(HttpMethod method, String path, Optional<Set<String>> scopes, Operation operation) {
        routes.add(Mounted.plain(ContractOperation.plain(method, path, scopes), operation));
    }

    /** While this, too, gives a reason, operations that take in new work are answered 503 with it; asked at each such request. */
    public void closeIntakeWhile(Supplier<Optional<String>> reason) {
        closings.add(reason);
    }

    /** Begins to listen: the port that it got, or {@link PortInUse}. Everything is mounted before. */
    public Future<Integer> listen() {
        return onContext(this::open);
    }

    private Future<Integer> open() {
        routes.refuseTheRest();
        HttpServer starting = Servers.create(vertx, settings, routes.failures())
                .requestHandler(routes::accept)
                .connectionHandler(deadlines::connected);
        server = starting;
        sweeper = deadlines.start(vertx);
        return starting.listen().map(HttpServer::actualPort).recover(this::named);
    }

    /** Only a port that is taken is recovered, into a failure with a name. */
    private Future<Integer> named(Throwable failure) {
        boolean isTaken = failure instanceof BindException
                && String.valueOf(failure.getMessage()).contains("in use");
        return Future.failedFuture(isTaken ? new PortInUse(settings.host(), settings.port(), failure) : failure);
    }

    /** From now on new requests are answered 503; those under way go on. */
    public void refuse() {
        intake.refuse();
    }

    /** Where this machine reaches it, {@code http://127.0.0.1:8080}; empty while it does not listen. */
    public Optional<String> address() {
        String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
        return Optional.ofNullable(server)
                .map(HttpServer::actualPort)
                .filter(port -> port > 0)
                .map(port -> "http://" + host + ":" + port);
    }

    /** How many requests are under way. */
    public int inFlight() {
        return intake.inFlight();
    }

    /** How many connections are open. */
    public int connections() {
        return deadlines.connections();
    }

    /** Refuses, lets what is under way finish (3 s at most), then closes the server and its connections. */
    public Future<Void> close() {
        return onContext(this::drain);
    }

    /** Connections, requests and the sweep share one event loop, whoever calls. */
    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        return Future.future(
                promise -> context.runOnContext(entered -> work.get().onComplete(promise)));
    }

    private Future<Void> drain() {
        refuse();
        vertx.cancelTimer(sweeper);
        HttpServer closing = server;
        return intake.idle()
                .timeout(DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                .recover(HttpEdge::giveUpWaiting)
                .compose(drained -> closing == null ? Future.succeededFuture() : closing.close());
    }

    private static Future<Void> giveUpWaiting(Throwable failure) {
        return failure instanceof TimeoutException ? Future.succeededFuture() : Future.failedFuture(failure);
    }
}
