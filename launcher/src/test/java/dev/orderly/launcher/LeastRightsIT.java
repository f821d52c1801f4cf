package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import dev.orderly.contracts.Publication;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * S44, S45, S46 on the real broker: a shop whose services run in processes of their own works, encrypted, with users who may do what they
 * do; and what such a user tries beyond that is refused by the broker itself.
 */
@EnabledIfSystemProperty(
        named = "orderly.backends",
        matches = "external",
        disabledReason = "the embedded broker is this process's own and has one user")
@EnabledIfEnvironmentVariable(
        named = "ORDERLY_TEST_BROKER_CTL",
        matches = ".+",
        disabledReason = "users are made by rabbitmqctl, and this broker's is not at hand")
class LeastRightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REFUSED = AMQP.ACCESS_REFUSED;
    private static final String EVENTS = "orderly.events";
    private static final String DIRECT = "orderly.direct";
    private static final int SMALL = 10;

    @TempDir
    private static Path folder;

    private static SplitShop shop;

    @BeforeAll
    static void start() throws IOException {
        shop = new SplitShop(folder);
        shop.start();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void s44s45CompletesAnOrderWithAUserForEachServiceOverTls() {
        sell("tea");
        String order = placed("tea");

        Eventually.holds(LIMIT, () -> statusOf(order).equals("completed"), () -> timelineOf(order));

        assertThat(RabbitControl.type("list_connections", "--silent", "user", "ssl")
                        .lines())
                .filteredOn(line -> line.startsWith(shop.virtualHost()))
                .hasSizeGreaterThanOrEqualTo(12)
                .allMatch(line -> line.endsWith("true"));
        assertThat(shop.database().rows("""
                        SELECT usename, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                         WHERE datname = current_database() AND application_name LIKE 'orderly-%'
                        """))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(session -> Boolean.TRUE.equals(session.get("ssl")));
    }

    @Test
    void s44LetsNoServiceAnnounceWhatIsAnothersToSay() throws Exception {
        for (String service : Services.names()) {
            try (Intruder intruder = new Intruder(shop.as(service))) {
                for (Publication foreign : Publication.TABLE) {
                    if (!Publication.allows(service, foreign.type())) {
                        assertThat(intruder.publish(EVENTS, foreign.type().wireName(), SMALL))
                                .as(service + ": " + foreign)
                                .isEqualTo(REFUSED);
                    }
                }
            }
        }
    }

    @Test
    void s44LetsStockForgeNoPaymentOnAnyWay() throws Exception {
        try (Intruder stock = new Intruder(shop.as("stock"))) {
            assertThat(stock.publish(EVENTS, "payment.successful", SMALL)).isEqualTo(REFUSED);
            assertThat(stock.publish("orderly.news", "payment.successful", SMALL))
                    .isEqualTo(REFUSED);
            assertThat(stock.publish(DIRECT, "Order_PaymentCompletedEventQueue", SMALL))
                    .isEqualTo(REFUSED);
            assertThat(stock.publish("", "Order_PaymentCompletedEventQueue", SMALL))
                    .isEqualTo(REFUSED);
            assertThat(stock.publish("unrouted", "payment.successful", SMALL)).isEqualTo(REFUSED);
            assertThat(stock.publish("unrouted.unknown", "payment.successful", SMALL))
                    .isEqualTo(REFUSED);
            assertThat(stock.publish("amq.topic", "payment.successful", SMALL)).isEqualTo(REFUSED);
        }
    }

    @Test
    void s44LetsNoServiceDeclareBindOrDeleteAnything() throws Exception {
        for (String service : Services.names()) {
            try (Intruder intruder = new Intruder(shop.as(service))) {
                List<Intruder.Attempt> attempts = List.of(
                        channel -> channel.queueDeclare("mine", true, false, false, null),
                        channel -> channel.exchangeDeclare("mine", BuiltinExchangeType.TOPIC),
                        channel -> channel.queueBind("Stock_OrderCreatedQueue", EVENTS, "#"),
                        channel -> channel.queueUnbind("Stock_OrderCreatedQueue", EVENTS, "order.created"),
                        channel -> channel.queueDelete("Stock_OrderCreatedQueue"),
                        channel -> channel.exchangeDelete(EVENTS));
                assertThat(attempts)
                        .allSatisfy(
                                attempt -> assertThat(intruder.attempt(attempt)).isEqualTo(REFUSED));
            }
        }
    }

    @Test
    void s44LetsNoServiceHearWhatIsForAnother() throws Exception {
        try (Intruder stock = new Intruder(shop.as("stock"))) {
            for (String queue : List.of(
                    "Payment_StockReservedEventQueue", "Order_PaymentCompletedEventQueue.dead", "Payment_Unrouted")) {
                assertThat(stock.attempt(channel -> channel.basicConsume(queue, (tag, got) -> {}, tag -> {})))
                        .isEqualTo(REFUSED);
                assertThat(stock.attempt(channel -> channel.queuePurge(queue))).isEqualTo(REFUSED);
            }
        }
    }

    @Test
    void s44LetsTheUserWhoDeclaresEverythingSayNothing() throws Exception {
        try (Intruder topology = new Intruder(shop.asTopology())) {
            assertThat(topology.publish(EVENTS, "payment.successful", SMALL)).isEqualTo(REFUSED);
            assertThat(topology.publish(DIRECT, "Order_PaymentCompletedEventQueue", SMALL))
                    .isEqualTo(REFUSED);
            assertThat(topology.publish("", "Order_PaymentCompletedEventQueue", SMALL))
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    void s44HasNeitherGuestNorTheVirtualHostThatEveryRabbitHas() {
        BrokerAccess broker = Backends.broker();
        BrokerAccess guest = new BrokerAccess(broker.host(), broker.port(), "/", "guest", "guest");

        assertThatThrownBy(() -> new Intruder(guest)).hasMessageContaining("ACCESS_REFUSED");
        assertThat(RabbitControl.type("list_users", "--silent")).doesNotContain("guest");
        assertThat(RabbitControl.type("list_vhosts", "--silent").lines()).doesNotContain("/");
    }

    @Test
    void s44LetsNoUserIntoAnotherVirtualHost() {
        BrokerAccess stock = shop.as("stock");
        BrokerAccess elsewhere = new BrokerAccess(
                stock.host(), stock.port(), Backends.broker().virtualHost(), stock.user(), stock.password());

        assertThatThrownBy(() -> new Intruder(elsewhere)).isInstanceOf(IOException.class);
    }

    @Test
    void s46TakesNoMessageThatIsTooLargeAndGivesAConnectionFewChannels() throws Exception {
        try (Intruder stock = new Intruder(shop.as("stock"))) {
            assertThat(stock.publish(EVENTS, "stock.released", 1024 * 1024 + 1)).isEqualTo(AMQP.PRECONDITION_FAILED);
            assertThat(stock.channels()).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void s46RefusesWhatAQueueHasNoRoomFor() throws Exception {
        String queue = "Stock_NobodysQueue";
        try (Intruder topology = new Intruder(shop.asTopology());
                Intruder stock = new Intruder(shop.as("stock"))) {
            assertThat(topology.attempt(channel -> channel.queueDeclare(queue, true, false, false, null)))
                    .isEqualTo(Intruder.DONE);
            assertThat(topology.attempt(channel -> channel.queueBind(queue, DIRECT, queue)))
                    .isEqualTo(Intruder.DONE);
            for (int i = 0; i < SplitShop.MAX_LENGTH; i++) {
                assertThat(stock.publish(DIRECT, queue, SMALL)).isEqualTo(Intruder.DONE);
            }
            assertThat(stock.publish(DIRECT, queue, SMALL)).isEqualTo(Intruder.NACKED);
            assertThat(stock.attempt(channel -> channel.basicGet(queue, true))).isEqualTo(Intruder.DONE);
            assertThat(stock.publish(DIRECT, queue, SMALL)).isEqualTo(Intruder.DONE);
        }
    }

    @Test
    void s46GivesAUserSoManyConnectionsAndNoMore() {
        List<Intruder> open = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        while (open.size() <= SplitShop.MAX_CONNECTIONS) {
                            open.add(new Intruder(shop.asTopology()));
                        }
                    })
                    .isInstanceOfAny(IOException.class, TimeoutException.class);
            assertThat(open).hasSize(SplitShop.MAX_CONNECTIONS);
        } finally {
            open.forEach(Intruder::close);
        }
    }

    private static void sell(String product) {
        ShopClient.Answer sold = shop.client("catalog")
                .send(
                        "/products",
                        "{\"productId\":\"%s\",\"name\":\"%s\",\"price\":2.5,\"quantity\":9}"
                                .formatted(product, product));
        assertThat(sold.status()).as(sold.text()).isEqualTo(201);
        Eventually.holds(
                LIMIT,
                () -> shop.database()
                                .number(
                                        "SELECT count(*) FROM orders.products JOIN stock.stock_levels USING (product_id) WHERE product_id = ?",
                                        product)
                        == 1,
                () -> product + " did not become known");
    }

    private static String placed(String product) {
        ShopClient.Answer placed = shop.client("order")
                .send(
                        "/orders",
                        "{\"customerId\":\"ann\",\"items\":[\"%s\"],\"paymentMethod\":\"tok_ok\"}".formatted(product));
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        return placed.body().path("id").asText();
    }

    private static String statusOf(String order) {
        return shop.client("order")
                .get("/orders/" + order)
                .body()
                .path("status")
                .asText();
    }

    private static String timelineOf(String order) {
        return shop.client("order").get("/orders/" + order + "/timeline").text();
    }
}
