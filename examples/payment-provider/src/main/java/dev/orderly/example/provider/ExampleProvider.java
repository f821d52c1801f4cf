package dev.orderly.example.provider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The pretending provider's HTTP side: {@code POST /captures}, {@code GET /captures/{key}}, {@code POST /refunds}. */
public final class ExampleProvider {

    private static final String CAPTURES = "/captures";
    private static final int MAX_KEY = 64;

    private final Vertx vertx;
    private final HttpServer server;
    private final Till till;
    private final String token;
    private final Duration slow;

    /** On this till; with an empty token everybody may call; tok_slow takes so long. */
    public ExampleProvider(Vertx vertx, Till till, String token, Duration slow) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer();
        this.till = till;
        this.token = token;
        this.slow = slow;
    }

    /** Begins to listen on loopback; tells the port. */
    public Future<Integer> listen(int port) {
        return server.requestHandler(this::accept).listen(port, "127.0.0.1").map(HttpServer::actualPort);
    }

    /** Stops listening. */
    public Future<Void> close() {
        return server.close();
    }

    private void accept(HttpServerRequest request) {
        if (!token.isEmpty() && !("Bearer " + token).equals(request.getHeader("Authorization"))) {
            answer(request, 401, new JsonObject().put("error", "unauthorized"));
        } else if (HttpMethod.GET.equals(request.method()) && request.path().startsWith(CAPTURES + "/")) {
            find(request, request.path().substring(CAPTURES.length() + 1));
        } else if (HttpMethod.POST.equals(request.method())) {
            request.body().onComplete(body -> post(request, body), gone -> {});
        } else {
            answer(request, 405, new JsonObject());
        }
    }

    private void find(HttpServerRequest request, String key) {
        Optional<JsonObject> found = till.find(key);
        answer(
                request,
                found.isPresent() ? 200 : 404,
                found.orElseGet(() -> new JsonObject().put("status", "unknown")));
    }

    private void post(HttpServerRequest request, Buffer bytes) {
        String key = request.getHeader("Idempotency-Key");
        Optional<JsonObject> body = json(bytes);
        if (key == null || key.isBlank() || key.length() > MAX_KEY || body.isEmpty()) {
            answer(request, 400, new JsonObject().put("error", "a key and a JSON object are needed"));
        } else if (till.contradicts(key, body.get())) {
            answer(request, 409, new JsonObject().put("error", "the key was used for another request"));
        } else if (request.path().equals(CAPTURES)) {
            capture(request, key, body.get());
        } else if (request.path().equals("/refunds")) {
            answer(request, 200, till.refund(key, body.get()));
        } else {
            answer(request, 404, new JsonObject());
        }
    }

    private void capture(HttpServerRequest request, String key, JsonObject body) {
        Optional<JsonObject> answer = till.capture(key, body);
        switch (body.getString("method", "")) {
            case "tok_timeout" -> {
                // The money is taken, and nobody is told.
            }
            case "tok_slow" ->
                vertx.timer(Math.max(1, slow.toMillis()), TimeUnit.MILLISECONDS)
                        .onComplete(rested -> answer(request, 200, answer.orElseGet(JsonObject::new)));
            default -> answer(request, answer.isPresent() ? 200 : 500, answer.orElseGet(JsonObject::new));
        }
    }

    private static Optional<JsonObject> json(Buffer bytes) {
        try {
            return Optional.of(bytes.toJsonObject());
        } catch (DecodeException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    /** A caller that has gone meanwhile is no failure. */
    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer())
                    .onFailure(gone -> {});
        }
    }
}
