package dev.orderly.web;

import dev.orderly.faults.FaultPoint;
import dev.orderly.tracing.Span;
import dev.orderly.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of one event loop: one server, one router, onto which services mount their contracts. Several edges of one process
 * listen on the same port and share its connections. It belongs to the event loop that made it; mount before {@link #listen()}.
 */
public final class HttpEdge {

    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Context context;
    private final HttpSettings settings;
    private final Router router;
    private final Intake intake;
    private final Deadlines deadlines;
    private final FailureMapping failures;
    private final Doorkeeper doorkeeper;
    private final SecurityLog security = new SecurityLog(System::nanoTime);
    private final Map<String, Set<String>> methods =
            new TreeMap<>(Comparator.comparing((String path) -> ContractOperation.sortKey(path)));
    private final List<Supplier<Optional<String>>> closings = new CopyOnWriteArrayList<>();
    private Tracing tracing = Tracing.off();
    private @Nullable HttpServer server;
    private long sweeper = -1;

    /** An edge that does not listen yet; {@code access} says who may ask wherever a contract has {@code security}. */
    public HttpEdge(Vertx vertx, HttpSettings settings, Access access) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.router = Router.router(vertx);
        this.intake = new Intake(settings.maxInFlight(), settings.retryAfter());
        this.deadlines = new Deadlines(settings);
        this.failures = new FailureMapping(settings.retryAfter());
        this.doorkeeper = new Doorkeeper(access);
        router.route().handler(this::begin).failureHandler(HttpEdge::fail);
    }

    /** Requests get their place in a trace from there; by default nobody records them. */
    public HttpEdge tracedBy(Tracing recording) {
        tracing = recording;
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
                refuseOtherMethods(path);
            });
            return null;
        });
    }

    /** Before a path with parameters is asked that this one would fit, too. */
    private void refuseOtherMethods(String path) {
        router.route(path)
                .handler(routed ->
                        answer(routed).give(null, Problem.methodNotAllowed(methods.getOrDefault(path, Set.of()))));
    }

    private void mount(String service, ContractOperation documented, Operations operations) {
        Operation operation = Objects.requireNonNull(operations.find(documented.id()));
        add(
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
        add(Mounted.plain(ContractOperation.plain(method, path, scopes), operation));
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
        methods.keySet().forEach(this::refuseOtherMethods);
        router.route().handler(routed -> answer(routed).give(null, Problem.notFound("such path")));
        HttpServer starting = Servers.create(vertx, settings, failures)
                .requestHandler(this::accept)
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

    private void accept(HttpServerRequest request) {
        if (Addressing.isWellFormed(request)) {
            router.handle(request);
        } else {
            Answer answer = new Answer(request, failures);
            deadlines.began(request, () -> {});
            answer.give(null, Problem.malformed("The address or the Host is not well formed."));
        }
    }

    private void begin(RoutingContext routed) {
        Answer answer = new Answer(routed.request(), failures);
        routed.put(Answer.class.getName(), answer);
        deadlines.began(routed.request(), () -> answer.give(null, tooSlow()));
        routed.next();
    }

    private Problem tooSlow() {
        return Problem.unavailable("It took too long; whether it was done is not known.", settings.retryAfter());
    }

    private static Answer answer(RoutingContext routed) {
        return Objects.requireNonNull(routed.get(Answer.class.getName()));
    }

    private static void fail(RoutingContext routed) {
        answer(routed).give(null, routed.failure());
    }

    private void add(Mounted mounted) {
        ContractOperation documented = mounted.documented();
        Set<String> allowed = methods.computeIfAbsent(documented.path(), fresh -> new TreeSet<>());
        allowed.add(documented.method().name());
        var route = router.route(documented.method(), documented.path());
        if (HttpMethod.GET.equals(documented.method())) {
            allowed.add(HttpMethod.HEAD.name());
            route.method(HttpMethod.HEAD);
        }
        route.handler(routed -> serve(routed, mounted));
    }

    /** The edge at which failures end. */
    private void serve(RoutingContext routed, Mounted mounted) {
        Span span = mounted.begin(tracing, routed.request());
        Answer answer = answer(routed)
                .to(mounted.documented().id(), security)
                .within(span)
                .then(mounted.afterAnswer());
        intake.admit(() -> request(routed, mounted.documented())
                        .map(request -> request.within(span))
                        .compose(request -> handled(mounted.operation(), request)))
                .onComplete(answer::give);
    }

    /** A method that answers nothing at all must not leave the client waiting. */
    private static Future<Reply> handled(Operation operation, Request request) {
        Future<Reply> reply = Objects.requireNonNull(operation.handle(request), "no future from the operation");
        return reply.map(Objects::<Reply>requireNonNull);
    }

    private Future<Request> request(RoutingContext routed, ContractOperation documented) {
        HttpServerRequest request = routed.request();
        Caller caller = doorkeeper.identify(request, documented);
        answer(routed).by(caller);
        doorkeeper.admit(caller, documented, request.response());
        Map<String, String> path = routed.pathParams();
        Future<Buffer> body = documented.body(request, settings.maxBodyBytes());
        Map<String, String> query = documented.parameters(path, routed.queryParams());
        return body.map(bytes -> new Request(documented.id(), caller, path, query, request.headers(), bytes));
    }
}
