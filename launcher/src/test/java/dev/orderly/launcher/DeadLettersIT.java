package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import dev.orderly.web.Caller;
import dev.orderly.web.HttpSettings;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.Metrics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator types about events that could not be handled, in a shop that runs. */
class DeadLettersIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String QUEUE = new Subscription("order", EventType.STOCK_RESERVED).queue();

    private static final Vertx VERTX = Vertx.vertx();
    private static String url = "";
    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        shop = TestShop.start("letters", Map.of());
        ManagementEdge edge = new ManagementEdge(
                VERTX, HttpSettings.on("127.0.0.1", 0), new Metrics(), headers -> new Caller("nobody", Set.of()));
        new DeadLetterRoutes(shop.desks()).addTo(edge);
        url = "http://127.0.0.1:" + Blocking.await(edge.listen(), LIMIT, "the port");
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
        Blocking.finish(VERTX.close(), LIMIT, "Vert.x");
    }

    @Test
    void findsShowsReplaysAndDropsWhatAServiceCouldNotRead() throws Exception {
        Forgery.publish(
                shop.broker(), QUEUE, "{\"specversion\":\"1.0\",\"type\":\"stock.imagined\",\"subject\":\"17\"}");
        Eventually.holds(LIMIT, () -> type("list", "--order", "17").contains("stock.imagined"), () -> type("list"));
        String id = firstId(type("list", "--queue", QUEUE));

        assertThat(type("list", "--order", "17")).contains(QUEUE, "unreadable", "unknown type of event");
        assertThat(type("list", "--cause", "crashing")).contains("There are no such dead letters.");
        assertThat(type("list", "--older-than", "PT1H")).contains("There are no such dead letters.");
        assertThat(type("show", id))
                .contains("unreadable: IllegalArgumentException: unknown type of event", "stock.imagined")
                .contains("The order service does not run in this process");

        assertThat(type("replay", id, "--dry-run")).contains("1 would be sent again.");
        assertThat(type("replay", id, "--operator", "eve")).contains("1 sent again.");
        Eventually.holds(
                LIMIT,
                () -> type("list", "--order", "17").contains("unreadable"),
                () -> "what cannot be read comes back: " + type("list"));
        assertThat(type("drop", "--order", "17", "--operator", "eve")).contains("1 dropped.");
        assertThat(type("list", "--order", "17")).contains("There are no such dead letters.");
        assertThat(
                        shop.database()
                                .number(
                                        "SELECT count(*) FROM orders.operator_journal WHERE operator = 'eve' AND act IN ('replay', 'drop')"))
                .isEqualTo(2);
    }

    @Test
    void s52WritesDownWhoReplaysAndDrops() throws Exception {
        Forgery.publish(
                shop.broker(), QUEUE, "{\"specversion\":\"1.0\",\"type\":\"stock.imagined\",\"subject\":\"18\"}");
        Eventually.holds(LIMIT, () -> type("list", "--order", "18").contains("stock.imagined"), () -> type("list"));
        try (LogLines lines = LogLines.of("dev.orderly.security")) {
            assertThat(type("replay", "--order", "18", "--dry-run")).contains("1 would be sent again.");
            assertThat(type("replay", "--order", "18", "--operator", "ann")).contains("1 sent again.");
            Eventually.holds(
                    LIMIT,
                    () -> type("drop", "--order", "18", "--operator", "dan").contains("1 dropped."),
                    () -> type("list"));

            assertThat(lines.with("subject", "ann"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("dead letters, replay: 1 letters");
            assertThat(lines.with("subject", "dan"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .contains("dead letters, drop: 1 letters");
        }
    }

    @Test
    void refusesToReplayEverythingUnlessThatIsSaid() {
        Typed typed = Typed.words("dead-letters", "replay", "--url", url);

        assertThat(typed.code()).isNotZero();
        assertThat(typed.errors()).isNotBlank();
        assertThat(type("show", UUID.randomUUID().toString())).contains("There is no dead letter");
    }

    /** The first word of the first row beneath the titles. */
    private static String firstId(String table) {
        String row = table.lines().skip(1).findFirst().orElseThrow();
        return row.substring(0, row.indexOf(' '));
    }

    private static String type(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "dead-letters";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--url";
        all[words.length + 2] = url;
        Typed typed = Typed.words(all);
        return typed.printed() + typed.errors();
    }
}
