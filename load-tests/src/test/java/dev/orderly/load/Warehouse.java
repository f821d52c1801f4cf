package dev.orderly.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lays in the product that a simulation sells, before the first user arrives. */
final class Warehouse {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** A new product, which all services know when this returns. */
    String layIn(int units) {
        String productId = "load-" + UUID.randomUUID();
        String created = post("/products", """
                {"productId": "%s", "name": "under load", "price": 1.00, "quantity": %d}
                """.formatted(productId, units));
        require(created.contains(productId), created);
        awaitRefusal(probe(productId, units + 1));
        return productId;
    }

    /** An order for more than there is: once it is out of stock, order and stock know the product, and nothing was taken. */
    private String probe(String productId, int units) {
        String order = """
                {"customerId": "load-probe", "items": [{"productId": "%s", "quantity": %d}]}
                """.formatted(productId, units);
        long end = System.nanoTime() + LIMIT.toNanos();
        String placed = post("/orders", order);
        while (!placed.contains("\"id\"")) {
            require(System.nanoTime() < end, placed);
            pause();
            placed = post("/orders", order);
        }
        return placed.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
    }

    private void awaitRefusal(String orderId) {
        long end = System.nanoTime() + LIMIT.toNanos();
        String order = get("/orders/" + orderId);
        while (!order.contains("out_of_stock")) {
            require(System.nanoTime() < end, order);
            pause();
            order = get("/orders/" + orderId);
        }
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(Load.URL + path)).GET());
    }

    private String post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(Load.URL + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(
                    request.header("Authorization", Load.AUTHORIZATION)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no shop answers at " + Load.URL, e);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private static void require(boolean condition, String answer) {
        if (!condition) {
            throw new IllegalStateException("the shop is not ready for load, it answers " + answer);
        }
    }
}
