package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.web.ClientLimits.Left;
import dev.orderly.web.ClientLimits.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often a client may ask: check S37, without the door. */
class ClientLimitsTest {

    private final AtomicLong now = new AtomicLong();
    private final ClientLimits limits = new ClientLimits(new Rate(2, 3), now::get);

    @Test
    void s37AdmitsABurstAndThenTheRate() {
        assertThat(ask("ada").requests()).isEqualTo(2);
        assertThat(ask("ada").requests()).isEqualTo(1);
        assertThat(ask("ada").requests()).isZero();
        Left refused = ask("ada");
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.untilNext()).isEqualTo(Duration.ofMillis(500));

        now.addAndGet(500_000_000);
        assertThat(ask("ada").admitted()).isTrue();
        assertThat(ask("ada").admitted()).isFalse();
    }

    @Test
    void s37CountsEachClientForItself() {
        spend("ada");
        spend("ada");
        spend("ada");

        assertThat(ask("ada").admitted()).isFalse();
        assertThat(ask("bob").admitted()).isTrue();
    }

    @Test
    void fillsABucketNoFurtherThanTheBurst() {
        spend("ada");
        now.addAndGet(3_600_000_000_000L);

        assertThat(ask("ada").requests()).isEqualTo(2);
    }

    @Test
    void forgetsClientsWhoHaveRested() {
        for (int client = 0; client <= 50_000; client++) {
            spend("client " + client);
        }
        now.addAndGet(10_000_000_000L);
        spend("ada");

        assertThat(limits.clients()).isEqualTo(1);
    }

    @Test
    void setsNoLimitWhereThereIsNone() {
        assertThat(ClientLimits.none().count("ada")).isEmpty();
    }

    private void spend(String client) {
        assertThat(ask(client).admitted()).isTrue();
    }

    private Left ask(String client) {
        return limits.count(client).orElseThrow();
    }
}
