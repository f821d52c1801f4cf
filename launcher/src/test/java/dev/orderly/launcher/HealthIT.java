package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.Backends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.DoublePredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a monitor reads from the operators' port while a shop falls ill and gets well again. */
class HealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Subscription TO_STOCK = new Subscription("stock", EventType.ORDER_CREATED);
    private static TestShop shop;

    private record Told(int status, String text) {}

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start(
                "health",
                Map.of(
                        "http.maxLag", "PT10M",
                        "messaging.maxOutboxAge", "PT1S",
                        "order.intake.maxOpenOrders", "3"));
        shop.sell("tea", "2.50", 1_000);
        awaitReady();
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void isNotReadyWhileAnOutboxRowWaitsForTooLong() {
        UUID stuckNode = Ids.next();
        shop.database()
                .run(
                        "INSERT INTO orders.outbox_owners (owner, expires_at) VALUES (?, now() + interval '1 day')",
                        stuckNode);
        plantRow("order.updated", stuckNode);

        Eventually.holds(LIMIT, () -> ready().text().contains("outbox row has waited for 36"), () -> ready().text());
        assertThat(ready().status()).isEqualTo(503);
        assertThat(ask("/health/live").status()).isEqualTo(200);
        assertThat(meter("orderly_outbox_oldest_seconds")).isGreaterThan(3_500);
        assertThat(meter("orderly_outbox_rows")).isPositive();

        shop.database().run("DELETE FROM orders.outbox_owners WHERE owner = ?", stuckNode);
        awaitReady();
        assertThat(meter("orderly_outbox_oldest_seconds")).isLessThan(3_500);
    }

    @Test
    void countsWhatTheBrokerRefusesForGood() {
        plantRow("x".repeat(300), Ids.next());
        awaitMeter("orderly_outbox_parked", 1);

        dropOne("outbox");
        awaitMeter("orderly_outbox_parked", 0);
    }

    @Test
    void countsDeadLettersQueueByQueue() {
        String meter = "orderly_dead_letters{queue=\"" + TO_STOCK.queue() + "\"}";
        Forgery.publish(shop.broker(), TO_STOCK.queue(), "no event");
        awaitMeter(meter, 1);

        dropOne(TO_STOCK.queue());
        awaitMeter(meter, 0);
    }

    @Test
    void showsWhichQueueGrowsWhileItsHandlerCannotGoOn() throws SQLException {
        String ready = "orderly_queue_ready{queue=\"" + TO_STOCK.queue() + "\"}";
        List<String> orders = new ArrayList<>();
        try (Connection holder = shop.database().session();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT 1 FROM stock.stock_levels WHERE product_id = 'tea' FOR UPDATE");
            Eventually.holds(
                    LIMIT,
                    () -> {
                        orders.add(shop.order("queue", "tea", 1, "tok_ok"));
                        return meter(ready) > 0;
                    },
                    () -> "nothing waits for stock after " + orders.size() + " orders");
            awaitMeter("orderly_in_hand", messages -> messages > 0);
            holder.rollback();
        }
        orders.forEach(order -> shop.awaitStatus(order, "completed"));
        awaitMeter(ready, 0);
        awaitMeter("orderly_in_hand", 0);
    }

    @Test
    void takesOrdersWhileTheBrokerIsAwayUntilTooManyAreUndecided() {
        List<String> orders = new ArrayList<>();
        Backends.brokerControl().stop();
        try {
            Eventually.holds(LIMIT, () -> meter("orderly_broker_away") == 1, () -> "the broker is still there");
            for (int i = 0; i < 3; i++) {
                orders.add(shop.order("patient", "tea", 1, "tok_ok"));
            }
            Eventually.holds(LIMIT, () -> place().status() == 503, () -> "it takes ever more: " + place().text());
            assertThat(place().text()).contains("The message broker is away", "Nothing was done");
            Eventually.holds(LIMIT, () -> ready().text().contains("row has waited"), () -> ready().text());
            assertThat(ready().status()).isEqualTo(503);
            assertThat(ready().text()).contains("not connected; the oldest outbox row has waited for");
            assertThat(ask("/health/live").status()).isEqualTo(200);
            awaitMeter("orderly_outbox_rows", rows -> rows >= 3);
        } finally {
            Backends.brokerControl().start();
        }
        orders.forEach(order -> shop.awaitStatus(order, "completed"));
        awaitReady();
        Eventually.holds(LIMIT, () -> place().status() == 201, () -> place().text());
        awaitMeter("orderly_outbox_rows", 0);
    }

    @Test
    void hasEveryMeterThatTheRunbookNames() throws IOException {
        String runbook = Files.readString(Path.of("../docs/operations.md"));

        assertThat(names("orderly_[a-z_]+[a-z]", runbook)).hasSizeGreaterThan(5);
        assertThat(names("(?<=# TYPE )orderly_[a-z_]+", ask("/metrics").text()))
                .containsAll(names("orderly_[a-z_]+[a-z]", runbook));
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static ShopClient.Answer place() {
        return shop.client().send("/orders", "{\"customerId\":\"late\",\"items\":[\"tea\"]}");
    }

    /** A row an hour old, as another node has written it. */
    private static void plantRow(String type, UUID owner) {
        shop.database()
                .run(
                        "INSERT INTO orders.outbox (id, type, body, event_ids, owner, created_at)"
                                + " VALUES (?, ?, '{}', ARRAY[]::uuid[], ?, now() - interval '1 hour')",
                        Ids.next(),
                        type,
                        owner);
    }

    private static void awaitReady() {
        Eventually.holds(LIMIT, () -> ready().status() == 200, () -> ready().text());
    }

    private static void awaitMeter(String name, double value) {
        awaitMeter(name, figure -> figure == value);
    }

    /** Meters tell what was seen at the last look, each at its own. */
    private static void awaitMeter(String name, DoublePredicate expected) {
        Eventually.holds(LIMIT, () -> expected.test(meter(name)), () -> name + " is " + meter(name));
    }

    private static double meter(String name) {
        return ask("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no meter " + name));
    }

    private static Told ready() {
        return ask("/health/ready");
    }

    private static Told ask(String path) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(shop.operators() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Told(answer.statusCode(), answer.body());
        } catch (IOException | InterruptedException failure) {
            throw new CompletionException(failure);
        }
    }

    /** A letter is counted as soon as it is in its queue, and can be dropped when it is on the desk. */
    private static void dropOne(String queue) {
        String[] said = new String[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    said[0] = type("dead-letters", "drop", "--queue", queue);
                    return said[0].contains("1 dropped.");
                },
                () -> queue + ": " + said[0]);
    }

    private static String type(String... words) {
        Typed typed =
                Typed.words(words[0], words[1], words[2], words[3], "--operator", "eve", "--url", shop.operators());
        return typed.printed() + typed.errors();
    }
}
