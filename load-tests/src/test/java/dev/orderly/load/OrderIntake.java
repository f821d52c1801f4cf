package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** How many orders the shop takes in, and how quickly it says so. */
public final class OrderIntake extends Simulation {

    /** Lays in the product and sets the load up. */
    public OrderIntake() {
        String productId = new Warehouse().layIn(Load.PLENTY);
        ScenarioBuilder placing =
                scenario("order intake").exec(feed(Buying.customers()).exec(Buying.place(productId)));
        setUp(placing.injectOpen(Load.arriving()))
                .protocols(Load.shop())
                .maxDuration(Load.limit())
                .assertions(Load.fewFailures(), Load.quickAnswers());
    }
}
