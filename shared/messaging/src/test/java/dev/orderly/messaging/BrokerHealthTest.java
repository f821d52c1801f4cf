package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of messaging that is not well. */
class BrokerHealthTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void hasNothingToSayWhileAllIsWell() {
        BrokerHealth well = health(true, false, true, 30, 30);

        assertThat(well.connectionTrouble()).isEmpty();
        assertThat(well.outboxTrouble(LIMIT)).isEmpty();
        assertThat(well.trouble(LIMIT)).isEmpty();
    }

    @Test
    void tellsAPublisherFromAConsumerThatIsCutOff() {
        assertThat(health(false, false, true, 0, 0).connectionTrouble())
                .contains("not connected to the broker: wrong name");
        assertThat(health(true, false, false, 0, 0).connectionTrouble())
                .contains("the queues are not consumed: no connection to the broker: wrong name");
        assertThat(health(true, true, true, 0, 0).connectionTrouble())
                .hasValueSatisfying(why -> assertThat(why).contains("takes no messages"));
    }

    @Test
    void saysHowLongEventsHaveWaitedOrAreLate() {
        assertThat(health(true, false, true, 31, 0).outboxTrouble(LIMIT))
                .contains("the oldest outbox row has waited for 31 s");
        assertThat(health(true, false, true, 0, 31).trouble(LIMIT)).contains("events are handled 31 s late");
    }

    private static BrokerHealth health(boolean connected, boolean blocked, boolean consuming, int oldest, int lag) {
        return new BrokerHealth(
                connected,
                connected && consuming ? Optional.empty() : Optional.of("wrong name"),
                blocked,
                consuming,
                0,
                0,
                Duration.ofSeconds(oldest),
                Duration.ofSeconds(lag),
                0,
                0,
                Map.of(),
                0,
                Map.of(),
                Optional.empty());
    }
}
