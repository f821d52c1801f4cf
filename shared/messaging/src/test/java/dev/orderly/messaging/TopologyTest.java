package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Subscription;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final BrokerSettings SETTINGS =
            BrokerSettings.at(URI.create("amqp://guest:guest@127.0.0.1"), "shop.");

    private final Topology topology = new Topology(SETTINGS, Subscription.of(List.of("order", "stock"), Flow.STANDARD));

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
    void putsOnTheDeskOfAServiceWhatThatServiceMaySayAgain() {
        assertThat(topology.unroutedQueues())
                .containsExactlyInAnyOrder("shop.Order_Unrouted", "shop.Stock_Unrouted", "shop.unrouted");
        assertThat(topology.unroutedKeys("stock"))
                .contains("stock.reserved", "stock.released", "shop.Stock_OrderCreatedQueue.#")
                .noneMatch(key -> key.startsWith("order.") || key.startsWith("shop.Order_"));
    }

    @Test
    void putsOnOneDeskWhatTwoServicesMaySay() {
        Subscription ofShipping = new Subscription("shipping", EventType.ORDER_COMPLETED);
        Topology withShipping = new Topology(
                SETTINGS,
                Stream.concat(Stream.of(ofShipping), topology.subscriptions().stream())
                        .toList());
        Topology shippingAlone = new Topology(SETTINGS, List.of(ofShipping));

        assertThat(withShipping.unroutedKeys("order")).contains("order.shipped", "order.delivered");
        assertThat(withShipping.unroutedKeys("shipping")).containsExactly("shipment.stopped");
        assertThat(shippingAlone.unroutedKeys("shipping"))
                .containsExactly("order.shipped", "order.delivered", "shipment.stopped");
    }

    @Test
    void publishesATypeThatItDoesNotKnowWhereItWillBeNoticed() {
        assertThat(topology.exchangeOf("order.eaten")).isEqualTo("shop.orderly.events");
    }
}
