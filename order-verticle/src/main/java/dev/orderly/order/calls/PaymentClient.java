package dev.orderly.order.calls;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends calls to {@code POST /payments} behind a circuit breaker: a service that does not answer is left alone for a while. */
final class PaymentClient {

    /** Too slow, too often; a token that is not believed, or not yet again: no word about the payment. */
    private static final Set<Integer> COME_AGAIN = Set.of(401, 403, 408, 429);

    private static final int MAX_DETAIL = 300;
    private static final int MAX_BODY = 16_384;
    private static final int WINDOW_MS = 10_000;

    /** What the payment service said, or that it said nothing of use. */
    record Answer(int status, String detail) {

        /** The payment is there, made now or before. */
        boolean isDone() {
            return status / 100 == 2;
        }

        /** Saying the same again would be answered the same, unless it is about the time or about ourselves. */
        boolean isRefusal() {
            return status / 100 == 4 && !COME_AGAIN.contains(status);
        }

        @Override
        public String toString() {
            return "HTTP " + status + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /** The service is not able to answer now. */
    static final class NoAnswer extends VertxException {

        NoAnswer(Answer answer) {
            super(answer.toString(), true);
        }
    }

    private final HttpClient client;
    private final CircuitBreaker breaker;
    private final CallConfig config;
    private final Supplier<Optional<String>> ownAddress;
    private final Supplier<Optional<String>> ownToken;
    private boolean isAway;

    PaymentClient(
            Vertx vertx,
            CallConfig config,
            Supplier<Optional<String>> ownAddress,
            Supplier<Optional<String>> ownToken) {
        this.config = config;
        this.ownAddress = ownAddress;
        this.ownToken = ownToken;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.attemptLimit().toMillis()))
                        .setKeepAliveTimeout(10),
                new PoolOptions().setHttp1MaxSize(config.concurrency()));
        this.breaker = CircuitBreaker.create(
                "payments",
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(config.breaker().failures())
                        .setFailuresRollingWindow(WINDOW_MS)
                        .setResetTimeout(config.breaker().rest().toMillis())
                        .setTimeout(config.attemptLimit().toMillis())
                        .setNotificationAddress(null));
    }

    /** Has this run when calls may be sent again. */
    void onRecovery(Runnable action) {
        breaker.halfOpenHandler(half -> action.run()).closeHandler(closed -> recovered(action));
    }

    /** Has this run when an outage begins: not again while it lasts. */
    void onOutage(Runnable action) {
        breaker.openHandler(opened -> lost(action));
    }

    private void recovered(Runnable action) {
        isAway = false;
        action.run();
    }

    private void lost(Runnable action) {
        if (!isAway) {
            isAway = true;
            action.run();
        }
    }

    /** How many more calls make sense while so many are under way: none after an outage, then one, then as many as are allowed. */
    int room(int underWay) {
        if (address().isEmpty()) {
            return 0;
        }
        int allowed = switch (breaker.state()) {
            case OPEN -> 0;
            case HALF_OPEN -> 1;
            case CLOSED -> config.concurrency();
        };
        return Math.max(0, allowed - underWay);
    }

    /** The answer, also a refusal; fails when there was none of use. */
    Future<Answer> send(PaymentCall call) {
        return breaker.execute(() -> exchange(call));
    }

    Future<Void> close() {
        breaker.close();
        return client.close();
    }

    private Optional<String> address() {
        return config.url().or(ownAddress);
    }

    private Future<Answer> exchange(PaymentCall call) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address().orElseThrow() + "/payments")
                .setTimeout(config.attemptLimit().toMillis());
        return client.request(options).compose(request -> exchange(request, call));
    }

    private Future<Answer> exchange(HttpClientRequest request, PaymentCall call) {
        ownToken.get().ifPresent(token -> request.putHeader("Authorization", "Bearer " + token));
        call.traceparent().ifPresent(trace -> request.putHeader("traceparent", trace));
        return request.putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", call.orderId().toString())
                .send(call.body())
                .compose(PaymentClient::answer)
                .timeout(config.attemptLimit().toMillis(), TimeUnit.MILLISECONDS)
                .recover(lost -> request.reset(0, lost).transform(reset -> Future.failedFuture(lost)));
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return detail(response).map(detail -> usable(new Answer(response.statusCode(), detail)));
    }

    private static Answer usable(Answer answer) {
        if (answer.isDone() || answer.isRefusal()) {
            return answer;
        }
        throw new NoAnswer(answer);
    }

    /** Why, in the words of a problem document; what is longer than such a document is not read. */
    private static Future<String> detail(HttpClientResponse response) {
        long length = Optional.ofNullable(response.getHeader("Content-Length"))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
        return length > MAX_BODY
                ? response.request().reset().transform(reset -> Future.succeededFuture(""))
                : response.body().map(body -> response.statusCode() / 100 == 2 ? "" : shortened(body));
    }

    private static String shortened(Buffer body) {
        String text = body.toString().strip();
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text;
    }
}
