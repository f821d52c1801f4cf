package dev.orderly.payment.provider;

import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider.Answer.Declined;
import dev.orderly.web.Fields;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A provider that speaks the protocol of {@code docs/provider-protocol.md}. Only an answer that the protocol knows is one; everything else,
 * from a refused connection to an error of the provider, says nothing about the money. After some such calls in a row the provider is
 * left in peace for a while, and what is asked meanwhile fails at once.
 */
public final class HttpProvider implements PaymentProvider {

    private static final int MAX_ANSWER_BYTES = 16 * 1024;
    private static final int MAX_WAITING_PER_CONNECTION = 64;

    private final HttpClient client;
    private final CircuitBreaker breaker;
    private final Settings settings;
    private final Duration limit;

    /**
     * How the provider is reached.
     *
     * @param url where the protocol begins, without a slash at the end
     * @param token what we show
     * @param connections at once, per event loop
     * @param failures calls in a row without an answer, after which it is left in peace
     * @param pause for how long
     */
    public record Settings(String url, BearerToken token, int connections, int failures, Duration pause) {

        private static final int MAX_URL = 2_000;

        /** Reads the section {@code payment.http}; the address is needed only by who uses it. */
        public static Settings read(Fields section, boolean isUsed) {
            String url = section.text("url", MAX_URL, "");
            if (isUsed && !isAddress(url)) {
                section.reject("url", "must be the provider's address, as https://pay.example.com/v1");
            }
            return new Settings(
                    url,
                    BearerToken.read(section),
                    section.count("connections", 64, 1, 10_000),
                    section.count("failures", 10, 1, 10_000),
                    section.duration("pause", Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofMinutes(10)));
        }

        private static boolean isAddress(String url) {
            try {
                URI uri = URI.create(url);
                return Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null;
            } catch (IllegalArgumentException malformed) {
                return false;
            }
        }
    }

    /** No answer, as far as the money is concerned. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String why) {
            super(why, null, false, false);
        }
    }

    /** No call takes longer than the limit. */
    public HttpProvider(Vertx vertx, Settings settings, Duration limit) {
        this.settings = settings;
        this.limit = limit;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(limit.toMillis()))
                        .setMaxRedirects(0),
                new PoolOptions()
                        .setHttp1MaxSize(settings.connections())
                        .setMaxWaitQueueSize(settings.connections() * MAX_WAITING_PER_CONNECTION));
        this.breaker = CircuitBreaker.create(
                "payment-provider",
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(settings.failures())
                        .setTimeout(limit.toMillis())
                        .setResetTimeout(settings.pause().toMillis())
                        .setNotificationAddress(null));
    }

    @Override
    public Future<Answer> capture(UUID key, Terms terms) {
        JsonObject body = new JsonObject()
                .put("amountMinor", terms.amountMinor())
                .put("currency", terms.currency())
                .put("method", terms.method());
        return call(HttpMethod.POST, "/captures", key, body, Said::ofCapture).map(HttpProvider::required);
    }

    /** A provider that knows nothing of a key has promised to refuse it from then on. */
    @Override
    public Future<Optional<Answer>> find(UUID key) {
        return call(
                HttpMethod.GET,
                "/captures/" + key,
                key,
                new JsonObject(),
                said -> said.isUnknownKey() ? Optional.of(new Declined("never_called")) : said.ofCapture());
    }

    @Override
    public Future<RefundAnswer> refund(UUID key, UUID captureKey, long amountMinor) {
        JsonObject body = new JsonObject().put("capture", captureKey.toString()).put("amountMinor", amountMinor);
        return call(HttpMethod.POST, "/refunds", key, body, Said::ofRefund);
    }

    /** What is no answer fails before the breaker has counted the call. */
    private <T> Future<T> call(HttpMethod method, String path, UUID key, JsonObject body, Function<Said, T> reading) {
        return breaker.execute(() -> client.request(options(method, path, key))
                        .compose(request -> send(request, method, body))
                        .map(HttpProvider::meant)
                        .map(reading))
                .recover(HttpProvider::unanswered);
    }

    /** The connection of an answer that goes on and on, or only drips, is closed. */
    private Future<Said> send(HttpClientRequest request, HttpMethod method, JsonObject body) {
        return (HttpMethod.GET.equals(method) ? request.send() : request.send(body.toBuffer()))
                .compose(response -> bounded(response).map(bytes -> new Said(response.statusCode(), bytes)))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Buffer> bounded(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(ended -> whole.tryComplete(bytes));
        response.handler(chunk -> {
            if (bytes.length() + chunk.length() <= MAX_ANSWER_BYTES) {
                bytes.appendBuffer(chunk);
            } else {
                whole.tryFail(new NoAnswer("the provider's answer is larger than 16 kB"));
            }
        });
        return whole.future();
    }

    private RequestOptions options(HttpMethod method, String path, UUID key) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(settings.url() + path)
                .setIdleTimeout(limit.toMillis())
                .putHeader("Idempotency-Key", key.toString())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json");
        return settings.token().isThere()
                ? options.putHeader(
                        "Authorization", "Bearer " + settings.token().value())
                : options;
    }

    /** The breaker's own failures are shared objects that nobody may add to. */
    private static <T> Future<T> unanswered(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return Future.failedFuture(new NoAnswer("no answer in time"));
        }
        return Future.failedFuture(
                failure instanceof OpenCircuitException ? new NoAnswer("left in peace for a while") : failure);
    }

    /** A 404 of anybody on the way is no answer. */
    private static Said meant(Said said) {
        if (said.isOk() || said.isUnknownKey()) {
            return said;
        }
        throw new NoAnswer("the provider answered " + said.status());
    }

    private static Answer required(Optional<Answer> answer) {
        return answer.orElseThrow(() -> new NoAnswer("the provider cannot tell yet"));
    }
}
