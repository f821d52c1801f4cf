package dev.orderly.order.calls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A payment service that answers as it is told, and remembers who asked for what. */
final class PaymentStandIn implements AutoCloseable {

    /** One request as it came. */
    record Asked(String path, String key, Optional<String> trace, JsonObject body) {}

    /** Never answered. */
    static final int SILENCE = 0;

    private final Vertx vertx;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile HttpServer server;

    PaymentStandIn(Vertx vertx) {
        this.vertx = vertx;
        this.server = listen(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** From now on the answer is this. */
    void answers(int wanted) {
        status = wanted;
    }

    /** All that was asked about an order. */
    List<Asked> asked(String orderId) {
        return asked.stream().filter(call -> call.key().equals(orderId)).toList();
    }

    int calls() {
        return asked.size();
    }

    /** Connections are refused from now on. */
    void goesAway() {
        wait(server.close());
    }

    /** It is back, where it was. */
    void comesBack() {
        server = listen(server.actualPort());
    }

    @Override
    public void close() {
        wait(server.close());
    }

    private HttpServer listen(int port) {
        return wait(vertx.createHttpServer().requestHandler(this::hear).listen(port, "127.0.0.1"));
    }

    private void hear(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(new Asked(
                    request.path(),
                    request.getHeader("Idempotency-Key"),
                    Optional.ofNullable(request.getHeader("traceparent")),
                    body.toJsonObject()));
            if (status != SILENCE) {
                request.response().setStatusCode(status).end("{\"detail\":\"as told\"}");
            }
        });
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }
}
