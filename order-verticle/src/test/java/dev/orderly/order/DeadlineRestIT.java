package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.MessagingHealth;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** When deadlines do not act. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlineRestIT {

    private final OrderBooks books = new OrderBooks();
    private final AtomicBoolean isBlocked = new AtomicBoolean(true);
    private final AtomicInteger looks = new AtomicInteger();

    @BeforeAll
    void sellTea() {
        books.sells("tea", "4.50", 1);
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Test
    void restWhileTheBrokerTakesNothingAndGoOnWhenItIsWell() {
        assertThat(books.place("tea")).isNotNull();
        books.clock.advance(Duration.ofHours(1));
        MessagingHealth messaging = new MessagingHealth();
        messaging.add(this::health);

        books.startSweeper(messaging, Duration.ofMillis(5));
        eventually(() -> assertThat(looks.get()).isGreaterThan(20));
        assertThat(watched()).isZero();
        isBlocked.set(false);

        eventually(() -> assertThat(watched()).isOne());
    }

    private BrokerHealth health() {
        looks.incrementAndGet();
        return new BrokerHealth(
                true, isBlocked.get(), true, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0, Map.of(), 0, Map.of());
    }

    private long watched() {
        return books.number("SELECT count(*) FROM orders.watched");
    }
}
