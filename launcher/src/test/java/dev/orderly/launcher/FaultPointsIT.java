package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.faults.FaultPoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault point that no order passes would prove nothing: all of them are passed by a shop at work. */
class FaultPointsIT {

    private final Set<FaultPoint> reached = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stopObserving() {
        FaultPoint.observe((point, role) -> {});
    }

    @Test
    void arePassedByOrdersThatCompleteFailAndAreRefunded() {
        FaultPoint.observe((point, role) -> reached.add(point));
        try (TestShop shop = TestShop.start("faults", Map.of("payment.simulated.slow", "PT0.5S"))) {
            shop.sell("tea", "2.50", 100);
            String completed = shop.order("ada", "tea", 1, "tok_ok");
            String refunded = shop.order("dan", "tea", 1, "tok_slow");
            shop.awaitStatus(refunded, "awaiting_payment");
            assertThat(shop.client()
                            .send("/orders/" + refunded + "/cancel", "{}")
                            .status())
                    .isEqualTo(200);
            shop.awaitStatus(completed, "completed");

            Eventually.holds(
                    Duration.ofSeconds(60),
                    () -> reached.containsAll(EnumSet.allOf(FaultPoint.class)),
                    () -> "never reached: " + EnumSet.complementOf(EnumSet.copyOf(reached)));
        }
    }
}
