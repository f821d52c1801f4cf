package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.AuditReport;
import dev.orderly.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Machines whose clocks differ by minutes and jump by hours while orders are under way: nobody decides by them. */
class ClockIT {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final VirtualClock AHEAD = new VirtualClock();
    private static final VirtualClock BEHIND = new VirtualClock();
    private static final VirtualClock RIGHT = new VirtualClock();

    private static TestShop shop;

    @BeforeAll
    static void openTheShop() {
        AHEAD.advance(SKEW);
        BEHIND.advance(SKEW.negated());
        shop = TestShop.startOn(AHEAD, "clocks", Map.of("services", "[order, catalog]", "order.sweepEvery", "PT0.1S"));
        shop.join(BEHIND, "[stock]");
        shop.join(RIGHT, "[payment]");
        shop.sell("tea", "2.50", 10_000);
        shop.sell("rare", "9", 2);
    }

    @AfterAll
    static void closeTheShop() {
        shop.close();
    }

    @Test
    void ordersEndAsIfAllClocksWereRightWhileTheyJump() {
        List<String> good = new ArrayList<>();
        List<String> scarce = new ArrayList<>();
        for (Duration jump : List.of(HOUR, HOUR.negated(), HOUR.negated(), HOUR)) {
            for (VirtualClock machine : List.of(AHEAD, BEHIND, RIGHT)) {
                good.add(shop.order("jumper", "tea", 1, "tok_ok"));
                machine.advance(jump);
                good.add(shop.order("jumper", "tea", 2, "tok_ok"));
                scarce.add(shop.order("jumper", "rare", 50, "tok_ok"));
            }
        }

        good.forEach(order -> shop.awaitStatus(order, "completed"));
        scarce.forEach(order -> shop.awaitStatus(order, "failed"));
        assertThat(count("event_type LIKE '%deadline%'"))
                .as("said again by a deadline")
                .isZero();
        assertThat(
                        count(
                                "at NOT BETWEEN clock_timestamp() - interval '4 minutes' AND clock_timestamp() + interval '1 minute'"))
                .as("dated by a machine's clock")
                .isZero();
        AuditReport report = shop.auditAtRest();
        assertThat(report.clean()).as(String.join("\n", report.lines())).isTrue();
    }

    private static long count(String condition) {
        return shop.database().number("SELECT count(*) FROM orders.history WHERE " + condition);
    }
}
