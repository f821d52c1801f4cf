package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIfEquals;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** One product and twice as many buyers as units: exactly the units are sold, and everybody else is told so. */
public final class FlashSale extends Simulation {

    private static final String SOLD = "bought one";
    private static final String SOLD_OUT = "came too late";
    private static final String SHELF = "find the shelf empty";

    /** Lays in the units and sets the load up. */
    public FlashSale() {
        int buyers = Load.arrivals();
        int units = Integer.getInteger("units", buyers / 2);
        String productId = new Warehouse().layIn(units);
        setUp(buying(productId)
                        .injectOpen(rampUsers(buyers).during(Duration.ofSeconds(Load.SECONDS)))
                        .andThen(looking(productId).injectOpen(rampUsers(1).during(Duration.ofSeconds(1)))))
                .protocols(Load.shop())
                .maxDuration(Load.limit())
                .assertions(
                        details(SOLD).successfulRequests().count().is((long) units),
                        details(SOLD_OUT).successfulRequests().count().is((long) (buyers - units)),
                        details(SHELF).failedRequests().count().is(0L));
    }

    private static ScenarioBuilder buying(String productId) {
        return scenario("flash sale")
                .exec(feed(Buying.customers()).exec(Buying.place(productId)))
                .exec(Buying.follow())
                .exec(doIfEquals("#{status}", "completed").then(exec(http(SOLD).get("/orders/#{order}"))))
                .exec(doIfEquals("#{status}", "failed")
                        .then(exec(http(SOLD_OUT)
                                .get("/orders/#{order}")
                                .check(jsonPath("$.reason").is("out_of_stock")))));
    }

    private static ScenarioBuilder looking(String productId) {
        return scenario("after the sale")
                .exec(http(SHELF)
                        .get("/stock/" + productId)
                        .check(jsonPath("$.available").is("0")));
    }
}
