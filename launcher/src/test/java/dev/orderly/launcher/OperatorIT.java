package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.Subscription;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An operator at a terminal, in front of a whole shop that leaves payment and hand-over to people. */
class OperatorIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String READY = "state          ready";
    private static final Subscription TO_STOCK = new Subscription("stock", EventType.ORDER_CREATED);
    private static final List<Subscription> ONE_OF_EACH = List.of(
            TO_STOCK,
            new Subscription("order", EventType.STOCK_RESERVED),
            new Subscription("payment", EventType.ORDER_CANCELLED),
            new Subscription("catalog", EventType.STOCK_UPDATED));
    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start("operator", Map.of("shop.trigger", "manual", "shop.fulfilment", "manual"));
        shop.sell("tea", "2.50", 1_000);
        assertThat(shop.operators()).as("counts from here on").isNotBlank();
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void findsAnOrderWhoseMessageIsGoneAndMovesIt() throws Exception {
        String order;
        try (Detour detour = Detour.around(shop, 1, 1)) {
            detour.lose(TO_STOCK::equals);
            order = shop.order("gil", "tea", 1, "tok_ok");
            Eventually.holds(LIMIT, () -> detour.gone() > 0, () -> "nothing was lost on the way to " + TO_STOCK);
        }
        shop.clock().advance(Duration.ofMinutes(6));

        assertThat(done("orders", "stuck")).containsPattern(order + " +pending .*stock, to reserve its lines");
        assertThat(done("orders", "stuck", "--older-than", "PT1H")).contains("No order has waited longer than PT1H.");
        assertThat(done("orders", "retry", order, "--operator", "eve")).contains("Announced again: order.created.");

        shop.awaitStatus(order, "awaiting_payment");
        assertThat(done("orders", "show", order))
                .contains("customer    gil", "facts       reserved", "waits for   a person, to say that it was paid")
                .containsPattern("retry +operator .*asked for by eve");
    }

    @Test
    void cancelsForAReasonAndErasesTheCustomerAfterwards() {
        String order = shop.order("ada", "tea", 2, "tok_ok");
        shop.awaitStatus(order, "awaiting_payment");

        Typed early = type("customers", "erase", "ada");
        assertThat(early.code()).isEqualTo(1);
        assertThat(early.printed()).containsPattern("order +.*" + order);
        assertThat(type("orders", "cancel", order).code()).isEqualTo(2);
        assertThat(done("orders", "cancel", order, "--reason", "asked by phone", "--operator", "eve"))
                .isEqualToIgnoringNewLines("Order " + order + " is cancelled.");

        Eventually.holds(LIMIT, () -> isAtRest(order), () -> shown("orders", "show", order));
        Eventually.holds(LIMIT, () -> isVoid(order), () -> "payment knows nothing of " + order);
        assertThat(type("orders", "retry", order).errors()).contains("orderly: A cancelled order has nothing to say");
        assertThat(done("orders", "show", order)).contains("asked by phone", "asked for by eve");
        assertThat(type("customers", "erase", "ada").printed().replaceAll(" +", " "))
                .contains(
                        "order erased: 1 orders,",
                        "payment erased: 1 payments,",
                        "stock erased: 1 reservations, 0 held,");
        Eventually.holds(
                LIMIT, () -> type("customers", "erase", "ada").code() == 0, () -> "messages about ada wait for ever");
        assertThat(done("orders", "show", order)).doesNotContain("ada ", "phone");
    }

    @Test
    void saysInOneSentenceWhatCannotBeDone() {
        String order = shop.order("bob", "tea", 1, "tok_ok");
        shop.awaitStatus(order, "awaiting_payment");
        move(order, "paid");
        move(order, "shipped");
        String nobody = Ids.next().toString();

        assertThat(refused("orders", "cancel", order, "--reason", "late"))
                .isEqualTo("orderly: A shipped order cannot be cancelled. From there it can only become: delivered.");
        assertThat(refused("orders", "show", nobody)).isEqualTo("orderly: There is no order " + nobody + ".");
        assertThat(refused("dead-letters", "show", nobody))
                .isEqualTo("orderly: There is no dead letter " + nobody + ".");
        assertThat(refused("dead-letters", "drop")).startsWith("orderly: ");
    }

    @Test
    void dealsWithTheDeadLettersOfEveryService() {
        String order = shop.order("cem", "tea", 1, "tok_ok");
        String unknown = "{\"specversion\":\"1.0\",\"type\":\"stock.imagined\",\"subject\":\"" + order + "\"}";
        ONE_OF_EACH.forEach(queue -> Forgery.publish(shop.broker(), queue.queue(), unknown));
        awaitLetters(order, 4);

        assertThat(done("dead-letters", "list", "--order", order))
                .contains(ONE_OF_EACH.stream().map(Subscription::queue).toList());
        String letter = firstWord(done("dead-letters", "list", "--queue", TO_STOCK.queue()));
        assertThat(done("dead-letters", "show", letter))
                .contains("unknown type of event", "stock.imagined", "customer    cem")
                .containsPattern("order\\.created +order");
        Eventually.holds(
                LIMIT, () -> shown("status").contains(TO_STOCK.deadLetterQueue() + " 1"), () -> shown("status"));

        assertThat(done("dead-letters", "replay", "--order", order, "--dry-run"))
                .contains("4 would be sent again.");
        assertThat(done("dead-letters", "replay", "--order", order, "--operator", "eve"))
                .contains("4 sent again.");
        awaitLetters(order, 4);
        assertThat(done("dead-letters", "drop", "--order", order, "--operator", "eve"))
                .contains("4 dropped.");
        assertThat(done("dead-letters", "list", "--order", order)).contains("There are no such dead letters.");
        for (String schema : List.of("orders", "stock", "payment", "catalog")) {
            assertThat(shop.database()
                            .rows("SELECT act FROM " + schema + ".operator_journal WHERE operator = 'eve' ORDER BY at"))
                    .as(schema)
                    .extracting(row -> row.get("act"))
                    .containsExactly("replay", "drop");
        }
    }

    @Test
    void showsTheShopOnOneScreenAndLooksAgain() throws Exception {
        orderAndAwaitPayment();
        String[] shown = new String[1];
        Eventually.holds(
                LIMIT,
                LOOK,
                () -> {
                    shown[0] = shown("status");
                    return isCounted(shown[0]) && shown[0].contains(READY) && !shown[0].contains("none is undecided");
                },
                () -> "no order was counted, or it is not ready: " + shown[0]);

        assertThat(shown[0])
                .contains("services       order, stock, payment, catalog")
                .containsPattern("oldest order   [0-9a-f-]{36} \\w+ since .*, waits for ");

        TwoGlances screen = new TwoGlances();
        int code = CompletableFuture.supplyAsync(() -> watch(screen)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(screen.seen()).isEqualTo(2);
        assertThat(code).isEqualTo(screen.last().contains(READY) ? 0 : 1);
    }

    /** One order in a minute is too few to be shown: as long as none are, there is another. */
    private static boolean isCounted(String status) {
        boolean isCounted = !status.contains("intake         0.0");
        if (!isCounted) {
            orderAndAwaitPayment();
        }
        return isCounted;
    }

    private static void orderAndAwaitPayment() {
        shop.awaitStatus(shop.order("dan", "tea", 1, "tok_ok"), "awaiting_payment");
    }

    /** A screen whose watcher has seen enough as soon as the shop is on it for the second time, and interrupts. */
    private static final class TwoGlances extends StringWriter {

        private int seen;

        @Override
        public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            if (text.startsWith("services ", offset)) {
                seen++;
                if (seen == 2) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        int seen() {
            return seen;
        }

        String last() {
            return toString().substring(toString().lastIndexOf("services "));
        }
    }

    private static int watch(StringWriter screen) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(screen, true));
        line.setErr(new PrintWriter(screen, true));
        return line.execute("status", "--watch", "--url", shop.operators());
    }

    private static boolean isAtRest(String order) {
        return shown("orders", "show", order).contains("nothing: it is at rest");
    }

    private static boolean isVoid(String order) {
        return shop.client()
                .get("/payments?orderId=" + order)
                .body()
                .path("items")
                .path(0)
                .path("status")
                .asText()
                .equals("void");
    }

    private static void awaitLetters(String order, int number) {
        Eventually.holds(
                LIMIT,
                () -> shown("dead-letters", "list", "--order", order).lines().count() == number + 1,
                () -> shown("dead-letters", "list"));
    }

    private static void move(String order, String status) {
        ShopClient.Answer moved =
                ShopClient.insist(() -> shop.client().patch("/orders/" + order, "{\"status\":\"" + status + "\"}"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    }

    /** The first word of the first row beneath the titles. */
    private static String firstWord(String table) {
        String row = table.lines().skip(1).findFirst().orElseThrow();
        return row.substring(0, row.indexOf(' '));
    }

    /** What it prints, for a wait: a command that fails now may be well later. */
    private static String shown(String... words) {
        return type(words).printed();
    }

    private static String done(String... words) {
        Typed typed = type(words);
        assertThat(typed.code()).as(typed.toString()).isZero();
        assertThat(typed.errors()).isEmpty();
        return typed.printed();
    }

    private static String refused(String... words) {
        Typed typed = type(words);
        assertThat(typed.code()).as(typed.toString()).isEqualTo(1);
        assertThat(typed.printed()).isEmpty();
        return typed.errors().strip();
    }

    private static Typed type(String... words) {
        return Typed.words(Stream.concat(Stream.of(words), Stream.of("--url", shop.operators()))
                .toArray(String[]::new));
    }
}
