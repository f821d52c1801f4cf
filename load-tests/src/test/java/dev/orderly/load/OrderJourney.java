package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Orders from the first request to their end: under this load every one of them is completed. */
public final class OrderJourney extends Simulation {

    private static final String END = "find it completed";

    /** Lays in the product and sets the load up. */
    public OrderJourney() {
        String productId = new Warehouse().layIn(Load.PLENTY);
        ScenarioBuilder travelling = scenario("order journey")
                .exec(feed(Buying.customers()).exec(Buying.place(productId)))
                .exec(Buying.follow())
                .exec(http(END)
                        .get("/orders/#{order}")
                        .check(jsonPath("$.status").is("completed")));
        setUp(travelling.injectOpen(Load.arriving()))
                .protocols(Load.shop())
                .maxDuration(Load.limit())
                .assertions(
                        Load.fewFailures(),
                        Load.quickAnswers(),
                        details(END).failedRequests().count().is(0L));
    }
}
