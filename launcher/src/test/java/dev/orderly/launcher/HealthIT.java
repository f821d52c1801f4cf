package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.Subscription;
import dev.orderly.launcher.CollectorStandIn.Told;
import dev.orderly.testing.Backends;
import dev.orderly.testing.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a monitor reads from the operators' port while a shop falls ill and gets well again. */
class HealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final Subscription TO_STOCK = new Subscription("stock", EventType.ORDER_CREATED);
    private static final CollectorStandIn COLLECTOR = new CollectorStandIn();
    private static TestShop shop;
    private static Monitor monitor;

    @BeforeAll
    static void openTheShop() {
        COLLECTOR.open();
        shop = TestShop.startOnWires(
                "health",
                Map.of(
                        "http.maxLag", "PT10M",
                        "messaging.maxOutboxAge", "PT1S",
                        "order.intake.maxOpenOrders", "3",
                        "tracing.endpoint", COLLECTOR.url()));
        shop.sell("tea", "2.50", 1_000);
        monitor = new Monitor(shop.operators());
        monitor.awaitReady();
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
        COLLECTOR.close();
    }

    @Test
    void isNotReadyWhileAnOutboxRowWaitsForTooLong() {
        UUID stuckNode = Ids.next();
        shop.database()
                .run(
                        "INSERT INTO orders.outbox_owners (owner, expires_at) VALUES (?, now() + interval '1 day')",
                        stuckNode);
        plantRow("order.updated", stuckNode);

        monitor.awaitUnready("outbox row has waited for 36");
        assertThat(monitor.isAlive()).isTrue();
        assertThat(monitor.meter("orderly_outbox_oldest_seconds")).isGreaterThan(3_500);
        assertThat(monitor.meter("orderly_outbox_rows")).isPositive();

        shop.database().run("DELETE FROM orders.outbox_owners WHERE owner = ?", stuckNode);
        monitor.awaitReady();
        assertThat(monitor.meter("orderly_outbox_oldest_seconds")).isLessThan(3_500);
        shop.database().run("DELETE FROM orders.outbox_archive WHERE cardinality(event_ids) = 0");
    }

    @Test
    void countsWhatTheBrokerRefusesForGood() {
        plantRow("x".repeat(300), Ids.next());
        monitor.awaitMeter("orderly_outbox_parked", 1);

        dropOne("outbox");
        monitor.awaitMeter("orderly_outbox_parked", 0);
    }

    @Test
    void countsDeadLettersQueueByQueue() {
        String meter = "orderly_dead_letters{queue=\"" + TO_STOCK.queue() + "\"}";
        Forgery.publish(shop.broker(), TO_STOCK.queue(), "no event");
        monitor.awaitMeter(meter, 1);

        dropOne(TO_STOCK.queue());
        monitor.awaitMeter(meter, 0);
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
                        return monitor.meter(ready) > 0;
                    },
                    () -> "nothing waits for stock after " + orders.size() + " orders");
            monitor.awaitMeter("orderly_in_hand", messages -> messages > 0);
            holder.rollback();
        }
        orders.forEach(order -> shop.awaitStatus(order, "completed"));
        monitor.awaitMeter(ready, 0);
        monitor.awaitMeter("orderly_in_hand", 0);
    }

    @Test
    void takesOrdersWhileTheBrokerIsAwayUntilTooManyAreUndecided() {
        List<String> orders = new ArrayList<>();
        Backends.brokerControl().stop();
        try {
            Eventually.holds(LIMIT, () -> monitor.meter("orderly_broker_away") == 1, () -> "the broker is still there");
            for (int i = 0; i < 3; i++) {
                orders.add(shop.order("patient", "tea", 1, "tok_ok"));
            }
            Eventually.holds(LIMIT, () -> place().status() == 503, () -> "it takes ever more: " + place().text());
            assertThat(place().text()).contains("The message broker is away", "Nothing was done");
            monitor.awaitUnready("not connected to the broker: ");
            monitor.awaitUnready("; the oldest outbox row has waited for");
            assertThat(monitor.isAlive()).isTrue();
            monitor.awaitMeter("orderly_outbox_rows", rows -> rows >= 3);
        } finally {
            Backends.brokerControl().start();
        }
        orders.forEach(order -> shop.awaitStatus(order, "completed"));
        monitor.awaitReady();
        Eventually.holds(LIMIT, () -> place().status() == 201, () -> place().text());
        monitor.awaitMeter("orderly_outbox_rows", 0);
    }

    @Test
    void isNotReadyWhileTheDatabaseIsAway() {
        shop.databaseWire().refuse();
        shop.databaseWire().cut(Cut.RESET);
        try {
            monitor.awaitUnready("\"name\":\"database\",\"ready\":false,\"reason\":\"");
            assertThat(monitor.isAlive()).isTrue();
        } finally {
            shop.databaseWire().heal();
        }
        monitor.awaitReady();
    }

    @Test
    void isOneTraceThroughAllServicesInLogAndCollector() {
        try (LogLines lines = LogLines.of("dev.orderly.life")) {
            String order = placeTraced();
            Eventually.holds(LIMIT, () -> isWhole(COLLECTOR.of(TRACE)), () -> "spans: " + COLLECTOR.of(TRACE));

            assertThat(COLLECTOR.of(TRACE)).extracting(Told::service).contains("order", "stock", "payment");
            assertThat(lines.with("trace_id", TRACE))
                    .allSatisfy(
                            line -> assertThat(LogLines.field(line, "order_id")).isEqualTo(order))
                    .extracting(line ->
                            line.getLoggerName().replace("dev.orderly.life.", "") + " " + line.getFormattedMessage())
                    .contains(
                            "order order.created",
                            "stock stock.reserved",
                            "order order.updated: from pending to awaiting_payment",
                            "payment payment.initiated",
                            "payment payment.successful",
                            "order order.updated, order.completed: from awaiting_payment to paid",
                            "stock stock.deducted",
                            "order order.updated: from paid to completed");
            assertThat(lines.with("order_id", order)).hasSameSizeAs(lines.with("trace_id", TRACE));
            assertThat(lines.lines()).noneMatch(line -> line.contains("ada-the-first") || line.contains("tok_ok"));
        }
    }

    @Test
    void ordersGoOnWhileTheCollectorIsAway() {
        try (LogLines lines = LogLines.of("dev.orderly.tracing")) {
            COLLECTOR.close();
            shop.awaitStatus(shop.order("unseen", "tea", 1, "tok_ok"), "completed");
            Eventually.holds(LIMIT, () -> lines.messages().size() == 1, () -> lines.messages() + "");
            assertThat(lines.messages().get(0)).contains("takes none", "ConnectException", "orders go on");
            monitor.awaitMeter("orderly_spans_dropped_total", dropped -> dropped > 0);

            COLLECTOR.open();
            shop.awaitStatus(shop.order("seen", "tea", 1, "tok_ok"), "completed");
            Eventually.holds(LIMIT, () -> lines.messages().size() == 2, () -> lines.messages() + "");
            assertThat(lines.messages().get(1)).contains("is back");
        }
    }

    @Test
    void saysOfEveryMeterWhatItIs() {
        Scrape scrape = monitor.scrape();

        assertThat(scrape.types()).hasSizeGreaterThan(25);
        assertThat(scrape.helps().keySet()).containsAll(scrape.types().keySet());
        assertThat(scrape.types().keySet())
                .allSatisfy(family ->
                        assertThat(scrape.helps().get(family)).as(family).isNotBlank());
    }

    @Test
    void hasEveryMeterThatDashboardAlertsAndRunbookAskFor() throws IOException {
        Set<String> known = new HashSet<>(monitor.scrape().samples());
        known.add("up");
        String runbook =
                Files.readString(Path.of("../docs/operations.md")).replaceFirst("(?s)## Least rights\n.*?\n## ", "## ");
        Matcher named = Pattern.compile("orderly_[a-z_]+[a-z]").matcher(runbook);

        assertThat(ObservabilityFiles.queries())
                .hasSizeGreaterThan(25)
                .allSatisfy(query -> assertThat(known).as(query).containsAll(ObservabilityFiles.meters(query)));
        assertThat(named.results().map(MatchResult::group).collect(Collectors.toSet()))
                .hasSizeGreaterThan(5)
                .isSubsetOf(known);
    }

    @Test
    void leadsFromEveryAlertToItsSectionOfTheRunbook() {
        assertThat(ObservabilityFiles.alerts())
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(ObservabilityFiles.runbookSections())
                        .contains(alert.at("/annotations/runbook").asText()));
    }

    private static String placeTraced() {
        ShopClient traced = shop.client().within("00-" + TRACE + "-" + CALLER + "-01");
        ShopClient.Answer answer = traced.send(
                "/orders", "{\"customerId\":\"ada-the-first\",\"items\":[\"tea\"],\"paymentMethod\":\"tok_ok\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    /** From the request to the last event heard, and each has its cause among the others. */
    private static boolean isWhole(List<Told> spans) {
        Set<String> ids = spans.stream().map(Told::id).collect(Collectors.toSet());
        Set<String> names = spans.stream().map(Told::name).collect(Collectors.toSet());
        return names.containsAll(Set.of("POST /orders", "publish order.created", "process stock.deducted"))
                && spans.stream()
                        .allMatch(span -> ids.contains(span.parent())
                                || (span.name().equals("POST /orders")
                                        && span.parent().equals(CALLER)));
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
