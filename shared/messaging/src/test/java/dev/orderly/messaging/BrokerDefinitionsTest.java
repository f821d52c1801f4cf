package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.Subscription;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** S44: what the definitions let whom do, name by name; that RabbitMQ holds to it is tested on the real one. */
class BrokerDefinitionsTest {

    private static final List<String> SERVICES = List.of("order", "stock", "payment", "catalog");
    private static final String PREFIX = "my-shop.";

    private final JsonObject definitions =
            new JsonObject(new BrokerDefinitions("shop", PREFIX, new BrokerDefinitions.Limits(1_000, 30))
                    .process("u_order", "secret-order", List.of("order"))
                    .process("u_stock", "secret-stock", List.of("stock"))
                    .process("u_payment", "secret-payment", List.of("payment"))
                    .process("u_catalog", "secret-catalog", List.of("catalog"))
                    .process("u_order_payment", "secret-both", List.of("order", "payment"))
                    .topology("u_topology", "secret-topology")
                    .json());

    @Test
    void s44LetsEveryServiceAnnounceItsOwnEventsAndNoOthers() {
        for (String service : SERVICES) {
            for (EventType type : EventType.values()) {
                for (String exchange : List.of("orderly.events", "orderly.news")) {
                    assertThat(type.wireName().matches(keys("u_" + service, exchange)))
                            .as(service + " announces " + type)
                            .isEqualTo(Publication.allows(service, type));
                }
            }
        }
    }

    @Test
    void s44LetsEveryServiceHearOnItsOwnQueuesAndNoOthers() {
        for (String service : SERVICES) {
            for (Subscription subscription : Subscription.TABLE) {
                boolean own = subscription.service().equals(service);
                for (String queue : List.of(subscription.queue(), subscription.deadLetterQueue())) {
                    assertThat((PREFIX + queue).matches(right("u_" + service, "read")))
                            .as(service + " hears on " + queue)
                            .isEqualTo(own);
                    assertThat((PREFIX + queue).matches(keys("u_" + service, "orderly.direct")))
                            .as(service + " writes to " + queue)
                            .isEqualTo(own);
                }
            }
        }
    }

    @Test
    void s44LetsEveryServiceReadWhatNobodyWantedOfItsOwnAndOfNobodysButNoOthers() {
        for (String service : SERVICES) {
            for (String other : SERVICES) {
                assertThat((PREFIX + Publication.unroutedQueueOf(other)).matches(right("u_" + service, "read")))
                        .as(service + " reads what nobody wanted of " + other)
                        .isEqualTo(other.equals(service));
            }
            assertThat(PREFIX + "unrouted").matches(right("u_" + service, "read"));
            for (String exchange : List.of("unrouted", "unrouted.unknown")) {
                assertThat(PREFIX + exchange).doesNotMatch(right("u_" + service, "write"));
            }
        }
    }

    @Test
    void s44LetsNoServiceDeclareAnything() {
        for (String service : SERVICES) {
            assertThat(right("u_" + service, "configure")).isEqualTo("^$");
            assertThat((PREFIX + "orderly.events").matches(right("u_" + service, "write")))
                    .isTrue();
            assertThat("amq.default".matches(right("u_" + service, "write"))).isFalse();
            assertThat("my-shopXorderly.events".matches(right("u_" + service, "write")))
                    .isFalse();
        }
    }

    @Test
    void givesAProcessOfTwoServicesTheRightsOfBoth() {
        String keys = keys("u_order_payment", "orderly.events");

        assertThat(List.of("order.created", "payment.successful")).allMatch(key -> key.matches(keys));
        assertThat(List.of("stock.reserved", "product.created")).noneMatch(key -> key.matches(keys));
        assertThat(List.of("Order_StockReservedEventQueue", "Payment_OrderFailedEventQueue.dead", "unrouted"))
                .allMatch(queue -> (PREFIX + queue).matches(right("u_order_payment", "read")));
    }

    @Test
    void s44LetsTheTopologyUserDeclareEverythingAndSayNothing() {
        for (Subscription subscription : Subscription.TABLE) {
            assertThat(PREFIX + subscription.queue()).matches(right("u_topology", "configure"));
            assertThat(PREFIX + subscription.deadLetterQueue()).matches(right("u_topology", "configure"));
        }
        for (String exchange : List.of("orderly.events", "orderly.news", "orderly.direct")) {
            assertThat(PREFIX + exchange).matches(right("u_topology", "configure"));
            assertThat(keys("u_topology", exchange)).isEqualTo("^$");
        }
        for (String service : SERVICES) {
            assertThat(PREFIX + Publication.unroutedQueueOf(service)).matches(right("u_topology", "configure"));
        }
        assertThat(List.of("unrouted", "unrouted.unknown"))
                .allMatch(name -> (PREFIX + name).matches(right("u_topology", "configure")));
    }

    @Test
    void s46BoundsQueuesAndConnections() {
        JsonObject policy = definitions.getJsonArray("policies").getJsonObject(0);

        assertThat(policy.getJsonObject("definition"))
                .isEqualTo(new JsonObject().put("max-length", 1_000).put("overflow", "reject-publish"));
        assertThat(Subscription.TABLE)
                .allMatch(entry -> (PREFIX + entry.queue()).matches(policy.getString("pattern")))
                .allMatch(entry -> (PREFIX + entry.deadLetterQueue()).matches(policy.getString("pattern")))
                .allMatch(entry ->
                        (PREFIX + Publication.unroutedQueueOf(entry.service())).matches(policy.getString("pattern")));
        assertThat(PREFIX + "unrouted").matches(policy.getString("pattern"));
        assertThat(definitions.getJsonArray("users").getJsonObject(0).getJsonObject("limits"))
                .isEqualTo(new JsonObject().put("max-connections", 30).put("max-channels", 30));
    }

    @Test
    void holdsNoPasswordOnlyWhatProvesOne() {
        assertThat(definitions.encode()).doesNotContain("secret");
        assertThat(entry("users", "name", "u_stock", "").getString("password_hash"))
                .hasSize(48)
                .isNotEqualTo(entry("users", "name", "u_order", "").getString("password_hash"));
    }

    private String right(String user, String what) {
        return entry("permissions", "user", user, "").getString(what);
    }

    private String keys(String user, String exchange) {
        return entry("topic_permissions", "user", user, PREFIX + exchange).getString("write");
    }

    private JsonObject entry(String list, String key, String name, String exchange) {
        return definitions.getJsonArray(list).stream()
                .map(JsonObject.class::cast)
                .filter(entry -> name.equals(entry.getString(key)))
                .filter(entry -> exchange.isEmpty() || Objects.equals(exchange, entry.getString("exchange")))
                .findFirst()
                .orElseThrow();
    }
}
