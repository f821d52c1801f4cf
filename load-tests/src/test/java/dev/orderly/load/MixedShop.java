package dev.orderly.load;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** A day's mixture: people look, list, buy, change their minds, and send twice what they were not sure of. */
public final class MixedShop extends Simulation {

    /** Lays in the product and sets the load up. */
    public MixedShop() {
        String productId = new Warehouse().layIn(Load.PLENTY);
        ChainBuilder buy = exec(Buying.place(productId));
        ScenarioBuilder day = scenario("mixed shop")
                .feed(Buying.customers())
                .exec(randomSwitch()
                        .on(
                                percent(40.0).then(browse(productId)),
                                percent(30.0)
                                        .then(buy.exec(doIf(Buying::hasOrder).then(exec(Buying.look())))),
                                percent(15.0)
                                        .then(buy.exec(doIf(Buying::hasOrder).then(cancel()))),
                                percent(15.0)
                                        .then(buy.exec(doIf(Buying::hasOrder).then(repeat(productId))))));
        setUp(day.injectOpen(Load.arriving()))
                .protocols(Load.shop())
                .maxDuration(Load.limit())
                .assertions(Load.fewFailures(), Load.quickAnswers());
    }

    private static ChainBuilder browse(String productId) {
        return exec(http("list products").get("/products?limit=20").check(status().is(200)))
                .exec(http("look at the shelf").get("/stock/" + productId).check(status().is(200)))
                .exec(http("list a customer's orders")
                        .get("/orders?customerId=#{customer}&limit=20")
                        .check(status().is(200)));
    }

    /** An order that is completed already cannot be cancelled any more, which is an answer too. */
    private static ChainBuilder cancel() {
        return exec(http("cancel the order").post("/orders/#{order}/cancel").check(status().in(200, 202, 409)));
    }

    private static ChainBuilder repeat(String productId) {
        return exec(session -> session.set("first", session.getString("order")))
                .exec(Buying.place(productId).check(jsonPath("$.id").isEL("#{first}")));
    }
}
