package dev.orderly.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A customer at the shop's HTTP door; the plain methods wait for the answer, {@link #send} does not. */
public final class HttpProbe {

    private static final String JSON = "application/json";
    private static final long LONGEST_S = 30;

    private final WebClient client;

    HttpProbe(Vertx vertx, int port) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(port)
                        .setFollowRedirects(false));
    }

    /** GET. */
    public HttpAnswer get(String path) {
        return waitFor(send(HttpMethod.GET, path, Map.of(), Buffer.buffer()));
    }

    /** POST of a JSON object. */
    public HttpAnswer post(String path, JsonObject body) {
        return post(path, body, Map.of());
    }

    /** POST of a JSON object with headers, an {@code Idempotency-Key} for instance. */
    public HttpAnswer post(String path, JsonObject body, Map<String, String> headers) {
        return waitFor(send(HttpMethod.POST, path, headers, body.toBuffer()));
    }

    /** POST of bytes that need not be JSON, under {@code application/json}. */
    public HttpAnswer post(String path, String body) {
        return waitFor(send(HttpMethod.POST, path, Map.of(), Buffer.buffer(body)));
    }

    /** POST without a body. */
    public HttpAnswer post(String path) {
        return waitFor(send(HttpMethod.POST, path, Map.of(), Buffer.buffer()));
    }

    /** PUT of a JSON object. */
    public HttpAnswer put(String path, JsonObject body) {
        return waitFor(send(HttpMethod.PUT, path, Map.of(), body.toBuffer()));
    }

    /** Any request with a JSON object, or without a body when it is empty. */
    public HttpAnswer ask(HttpMethod method, String path, Map<String, String> headers, JsonObject body) {
        return waitFor(send(method, path, headers, body.isEmpty() ? Buffer.buffer() : body.toBuffer()));
    }

    /** Any request; a body that is not empty is JSON unless a header says otherwise. */
    public Future<HttpAnswer> send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        HttpRequest<Buffer> request = client.request(method, path);
        if (body.length() > 0) {
            request.putHeader("Content-Type", JSON);
        }
        headers.forEach(request::putHeader);
        return request.sendBuffer(body).map(HttpProbe::answer);
    }

    private static HttpAnswer answer(io.vertx.ext.web.client.HttpResponse<Buffer> response) {
        Buffer body = response.body();
        return new HttpAnswer(response.statusCode(), response.headers(), body == null ? Buffer.buffer() : body);
    }

    /** Waits for a future in a test's thread. */
    @CanIgnoreReturnValue
    static <T> T waitFor(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LONGEST_S, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        } catch (Exception failure) {
            throw new AssertionError("no answer: " + failure.getMessage(), failure);
        }
    }
}
