package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/** How much load, for how long and on whom: {@code -Drate= -Dseconds= -Durl= -Dp95Ms=}; as whom says {@code ORDERLY_TOKEN}. */
final class Load {

    /** Users that arrive each second, whether or not those before them are done. */
    static final double RATE = Double.parseDouble(System.getProperty("rate", "50"));

    static final int SECONDS = Integer.getInteger("seconds", 30);
    static final String URL = System.getProperty("url", "http://127.0.0.1:8080");

    /** A clerk's: the users act for many customers. */
    static final String AUTHORIZATION = "Bearer " + System.getenv().getOrDefault("ORDERLY_TOKEN", "none");

    /** More than is ever bought; one more is still a quantity that may be ordered. */
    static final int PLENTY = 999_999;

    private static final int P95_MS = Integer.getInteger("p95Ms", 1_000);
    private static final int MARGIN_SECONDS = 90;

    private Load() {}

    static HttpProtocolBuilder shop() {
        return http.baseUrl(URL)
                .acceptHeader("application/json")
                .contentTypeHeader("application/json")
                .authorizationHeader(AUTHORIZATION)
                .shareConnections();
    }

    /** So many arrive in all. */
    static int arrivals() {
        return Math.max(2, (int) Math.round(RATE * SECONDS));
    }

    static OpenInjectionStep arriving() {
        return constantUsersPerSec(RATE).during(Duration.ofSeconds(SECONDS));
    }

    /** Nothing runs longer, whatever the shop does. */
    static Duration limit() {
        return Duration.ofSeconds(SECONDS + MARGIN_SECONDS);
    }

    static Assertion fewFailures() {
        return global().failedRequests().percent().lt(1.0);
    }

    static Assertion quickAnswers() {
        return global().responseTime().percentile(95.0).lt(P95_MS);
    }
}
