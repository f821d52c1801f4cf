package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A customer's client: speaks HTTP to a shop that may be gone at any moment. */
final class ShopClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String url;
    private final Supplier<String> token;
    private final Optional<String> traceparent;
    private volatile @Nullable String shown;

    /** Somebody whose token it is; it is asked for once, when it is first needed. */
    ShopClient(String url, Supplier<String> token) {
        this(url, token, Optional.empty());
    }

    private ShopClient(String url, Supplier<String> token, Optional<String> traceparent) {
        this.url = url;
        this.token = token;
        this.traceparent = traceparent;
    }

    /** Somebody who shows no token. */
    static ShopClient stranger(String url) {
        return new ShopClient(url, () -> "");
    }

    /** The same as part of a trace. */
    ShopClient within(String trace) {
        return new ShopClient(url, token, Optional.of(trace));
    }

    record Answer(int status, JsonNode body, String text, Map<String, String> headers) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        Optional<String> replayed() {
            return header("Idempotency-Replayed");
        }

        Optional<String> retryAfter() {
            return header("Retry-After");
        }
    }

    /** A request that may be made more than once. */
    @FunctionalInterface
    interface Request {
        Answer make() throws IOException;
    }

    /** Asks again while the shop is too busy to answer (503) or cannot be reached, as any customer does. */
    static Answer insist(Request request) {
        Answer[] answer = new Answer[1];
        String[] trouble = new String[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    try {
                        answer[0] = request.make();
                        trouble[0] = answer[0].text();
                        return answer[0].status() != 503;
                    } catch (IOException gone) {
                        trouble[0] = gone.toString();
                        return false;
                    }
                },
                () -> "not answered: " + trouble[0]);
        return answer[0];
    }

    Answer place(String body, String key) throws IOException {
        return post("/orders", body, key);
    }

    Answer post(String path, String body, String key) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As {@link #post}, as part of this trace. */
    Answer traced(String path, String body, String traceparent) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer cancel(String orderId) throws IOException {
        return send(request("/orders/" + orderId + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer read(String path) throws IOException {
        return send(request(path).GET());
    }

    Answer put(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Any method; without a body when that is empty. */
    Answer any(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = request(path);
        return send(
                body.isEmpty()
                        ? request.method(method, HttpRequest.BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) throws IOException {
        return send(request(path).DELETE());
    }

    /** As {@link #post}, for a shop that is known to be up. */
    Answer send(String path, String body) {
        try {
            return post(path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #read}, for a shop that is up, if busy. */
    Answer get(String path) {
        return insist(() -> read(path));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
        traceparent.ifPresent(trace -> request.header("traceparent", trace));
        String mine = token();
        return mine.isEmpty() ? request : request.header("Authorization", "Bearer " + mine);
    }

    private String token() {
        String known = shown;
        if (known == null) {
            known = token.get();
            shown = known;
        }
        return known;
    }

    private static Map<String, String> headers(HttpResponse<String> response) {
        return response.headers().map().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(", ", header.getValue())));
    }

    private static boolean isJson(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    isJson(response) ? JSON.readTree(response.body()) : MissingNode.getInstance(),
                    response.body(),
                    headers(response));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
