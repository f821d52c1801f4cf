package dev.orderly.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.MessagingHealth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When new orders are refused because the events of earlier ones are handled too late. */
class LatenessTest {

    private final MessagingHealth messaging = new MessagingHealth();
    private final Lateness lateness = new Lateness(messaging, Duration.ofSeconds(5));
    private BrokerHealth health = health(true, 0);

    @BeforeEach
    void watchOneLoop() {
        messaging.add(() -> health);
    }

    @Test
    void refusesWhenEventsStayLateAndTakesInAgainAsSoonAsTheyAreNot() {
        health = health(true, 6);
        look(4);
        assertThat(lateness.reason()).get().asString().contains("more than 5 s late");

        health = health(true, 5);
        look(1);
        assertThat(lateness.reason()).isEmpty();
    }

    @Test
    void overlooksOneOldEvent() {
        health = health(true, 3_600);
        look(3);
        assertThat(lateness.reason()).isEmpty();
    }

    @Test
    void takesInWhileTheBrokerIsAway() {
        health = health(false, 3_600);
        look(10);
        assertThat(lateness.reason()).isEmpty();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            lateness.look();
        }
    }

    private static BrokerHealth health(boolean connected, int lagSeconds) {
        return new BrokerHealth(
                connected,
                Optional.empty(),
                false,
                true,
                0,
                0,
                Duration.ZERO,
                Duration.ofSeconds(lagSeconds),
                0,
                0,
                Map.of(),
                0,
                Map.of(),
                Optional.empty());
    }
}
