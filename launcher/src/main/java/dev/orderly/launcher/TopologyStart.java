package dev.orderly.launcher;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.Broker;
import dev.orderly.messaging.BrokerSettings;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** Declares a shop's exchanges and queues as the user who may, and goes. Blocks: for the main thread. */
final class TopologyStart {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(4);

    private final Configuration configuration;

    TopologyStart(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Declares all of it. @throws Refusal naming what the broker says when it does not let us */
    void declare() {
        Vertx vertx = Vertx.vertx();
        Broker broker = Broker.open(
                vertx.getOrCreateContext(),
                settings(),
                Subscription.of(
                        configuration.shop().services(), configuration.shop().flow()),
                Clock.systemUTC());
        try {
            Blocking.finish(broker.start(), LIMIT, "the broker");
        } catch (Refusal late) {
            throw Refusal.cannot(
                    "nothing is declared on " + settings() + broker.health().because(), late);
        } finally {
            Blocking.finish(broker.close(), LIMIT, "the connection to the broker");
            Blocking.finish(vertx.close(), LIMIT, "Vert.x");
        }
    }

    private BrokerSettings settings() {
        BrokerSection broker = configuration.broker();
        BrokerUser user = broker.users().ofTopology();
        return new BrokerSettings(
                broker.host(),
                broker.externalPort(),
                broker.virtualHost(),
                user.name(),
                user.password().value(),
                broker.heartbeat(),
                1,
                broker.prefix(),
                broker.queueType(),
                true,
                CONFIRM_LIMIT,
                1,
                false,
                broker.tls());
    }
}
