package dev.orderly.service;

import dev.orderly.messaging.Broker;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.Batcher;
import dev.orderly.web.Access;
import dev.orderly.web.HttpEdge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/**
 * What all services share that are deployed on one event loop.
 *
 * @param vertx the Vert.x instance
 * @param shop what all services of the shop agree on
 * @param http where routers are mounted
 * @param access who may ask, and as whom the services ask each other
 * @param broker the loop's two broker clients
 * @param clock tells the time of decisions
 * @param batching how requests and events are gathered into one transaction
 * @param messaging how messaging fares on all loops of this process
 * @param managed what services offer to operators
 * @param meters where services register what they count
 * @param loop which event loop of the process this is, from 0
 * @param loops how many there are
 */
public record LoopHost(
        Vertx vertx,
        Shop shop,
        HttpEdge http,
        Access access,
        Broker broker,
        Clock clock,
        Batcher.Limits batching,
        MessagingHealth messaging,
        List<ManagedRoute> managed,
        MeterRegistry meters,
        int loop,
        int loops) {}
