package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Subscription;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private final Topology topology =
            new Topology(settings(), Subscription.of(List.of("order", "stock"), Flow.STANDARD));

    @Test
    void publishesWhatSomebodyHearsWhereSomebodyMustListen() {
        assertThat(topology.exchangeOf(EventType.ORDER_CREATED.wireName())).isEqualTo("shop.orderly.events");
    }

    @Test
    void publishesNewsWhereNobodyMustListen() {
        assertThat(topology.exchangeOf(EventType.STOCK_UPDATED.wireName())).isEqualTo("shop.orderly.news");
    }

    @Test
    void publishesWhatNoServiceHearsWhereNobodyMustListen() {
        assertThat(topology.exchangeOf(EventType.ORDER_DELIVERED.wireName())).isEqualTo("shop.orderly.news");
    }

    @Test
    void publishesATypeThatItDoesNotKnowWhereItWillBeNoticed() {
        assertThat(topology.exchangeOf("order.eaten")).isEqualTo("shop.orderly.events");
    }

    private static BrokerSettings settings() {
        return new BrokerSettings(
                "127.0.0.1",
                5672,
                "/",
                "guest",
                "guest",
                Duration.ofSeconds(5),
                50,
                "shop.",
                "classic",
                true,
                Duration.ofSeconds(4),
                200,
                false);
    }
}
