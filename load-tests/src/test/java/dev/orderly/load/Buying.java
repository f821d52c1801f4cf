package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What one customer does. */
final class Buying {

    private static final int CUSTOMERS = 10_000;
    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");

    private Buying() {}

    /** Customers, each with a key for one order. */
    static Iterator<Map<String, Object>> customers() {
        return Stream.generate(() -> Map.<String, Object>of(
                        "customer",
                        "c-" + ThreadLocalRandom.current().nextInt(CUSTOMERS),
                        "key",
                        UUID.randomUUID().toString()))
                .iterator();
    }

    /** Orders one unit of this product; the answer's id and status go into the session. */
    static HttpRequestActionBuilder place(String productId) {
        return http("place an order")
                .post("/orders")
                .header("Idempotency-Key", "#{key}")
                .body(StringBody("{\"customerId\":\"#{customer}\",\"items\":[{\"productId\":\"" + productId
                        + "\",\"quantity\":1}]}"))
                .check(status().is(201))
                .check(jsonPath("$.id").saveAs("order"))
                .check(jsonPath("$.status").saveAs("status"));
    }

    static HttpRequestActionBuilder look() {
        return http("look at the order")
                .get("/orders/#{order}")
                .check(status().is(200))
                .check(jsonPath("$.status").saveAs("status"));
    }

    /** Looks until the order is decided. */
    static ChainBuilder follow() {
        return asLongAsDuring(Buying::isUndecided, Duration.ofSeconds(60))
                .on(pause(Duration.ofMillis(250)), exec(look()));
    }

    static boolean hasOrder(Session session) {
        return session.contains("order");
    }

    private static boolean isUndecided(Session session) {
        return hasOrder(session) && !ENDS.contains(session.getString("status"));
    }
}
