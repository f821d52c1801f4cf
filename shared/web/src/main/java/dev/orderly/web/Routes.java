package dev.orderly.web;

import dev.orderly.tracing.Span;
import dev.orderly.tracing.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where requests lead on one event loop, from the head of a request to its answer: the edge at which failures end. */
final class Routes {

    private final HttpSettings settings;
    private final Router router;
    private final Intake intake;
    private final Deadlines deadlines;
    private final FailureMapping failures;
    private final Doorkeeper doorkeeper;
    private final SecurityLog security = new SecurityLog(System::nanoTime);
    private final Map<String, Set<String>> methods =
            new TreeMap<>(Comparator.comparing((String path) -> ContractOperation.sortKey(path)));
    private Tracing tracing = Tracing.off();

    Routes(Vertx vertx, HttpSettings settings, Access access, Intake intake, Deadlines deadlines) {
        this.settings = settings;
        this.router = Router.router(vertx);
        this.intake = intake;
        this.deadlines = deadlines;
        this.failures = new FailureMapping(settings.retryAfter());
        this.doorkeeper = new Doorkeeper(access);
        router.route().handler(this::begin).failureHandler(Routes::fail);
    }

    void tracedBy(Tracing recording) {
        tracing = recording;
    }

    void add(Mounted mounted) {
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

    /** Nothing but what was added leads anywhere; to be said before a path with parameters is added that this one would fit, too. */
    void refuseOtherMethods(String path) {
        router.route(path)
                .handler(routed ->
                        answer(routed).give(null, Problem.methodNotAllowed(methods.getOrDefault(path, Set.of()))));
    }

    /** Everything is added. */
    void refuseTheRest() {
        methods.keySet().forEach(this::refuseOtherMethods);
        router.route().handler(routed -> answer(routed).give(null, Problem.notFound("such path")));
    }

    FailureMapping failures() {
        return failures;
    }

    void accept(HttpServerRequest request) {
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
