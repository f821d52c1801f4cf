package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.ShopFixture;
import dev.orderly.testing.VirtualClock;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders are counted as they move. */
class OrderStatsIT {

    private static final VirtualClock CLOCK = new VirtualClock();

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService()).with(CLOCK);

    private static final OrderSays ORDER = new OrderSays(SHOP);

    @BeforeAll
    static void sellTea() {
        ORDER.sellTea();

        JsonObject now = standing();
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.count_deltas"))
                .isZero());
        assertThat(standing()).isEqualTo(now).isEqualTo(counted());
    }

    @Test
    void tellsWhatTheMinutesBrought() {
        CLOCK.advance(Duration.ofHours(2));
        assertThat(inTheLastHour("placed")).isZero();
        placeSome(1);
        CLOCK.advance(Duration.ofMinutes(10));
        cancel(ORDER.place());

        List<JsonObject> minutes = minutes();

        assertThat(minutes).hasSize(60);
        assertThat(minutes.get(59).getLong("placed") + minutes.get(58).getLong("placed"))
                .isEqualTo(1);
        assertThat(inTheLastHour("placed")).isEqualTo(2);
        assertThat(inTheLastHour("cancelled")).isEqualTo(1);
        assertThat(inTheLastHour("failed")).isZero();
    }

    @Test
    void countsOnceWhatWasThereBeforeItCouldCount() {
        placeSome(1);
        JsonObject before = standing();
        long placed = inTheLastHour("placed");
        SHOP.database().run("TRUNCATE orders.counts, orders.minute_counts, orders.count_deltas");

        SHOP.database().run("SET search_path = orders;" + firstCount());

        assertThat(standing()).isEqualTo(before);
        assertThat(inTheLastHour("placed")).isLessThanOrEqualTo(placed);
    }

    private static String firstCount() {
        try (InputStream migration = OrderStatsIT.class.getResourceAsStream("/db/orders/V011__counts.sql")) {
            String text = new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("INSERT INTO counts"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static JsonObject standing() {
        return SHOP.http().get("/orders/stats").json().getJsonObject("orders");
    }

    private static JsonObject counted() {
        JsonObject counted = new JsonObject();
        standing().fieldNames().forEach(status -> counted.put(status, count(status)));
        return counted;
    }

    private static int count(String status) {
        return Math.toIntExact(SHOP.database().number("SELECT count(*) FROM orders.orders WHERE status = ?", status));
    }

    private static List<JsonObject> minutes() {
        return SHOP.http().get("/orders/stats").json().getJsonArray("perMinute").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long inTheLastHour(String what) {
        return minutes().stream().mapToLong(minute -> minute.getLong(what)).sum();
    }

    private static void placeSome(int orders) {
        for (int placed = 0; placed < orders; placed++) {
            assertThat(ORDER.place()).isNotNull();
        }
    }

    private static void cancel(UUID order) {
        assertThat(SHOP.http().post("/orders/" + order + "/cancel").status()).isEqualTo(200);
    }
}
