package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingCallersTest {

    @Test
    void areNoTroubleWhileThereIsRoomForMoreAndNobodyWaitsLong() {
        WaitingCallers callers = new WaitingCallers(2, Duration.ofDays(1));
        var unused = callers.watch(Promise.promise().future());

        assertThat(callers.trouble()).isEmpty();
    }

    @Test
    void areTroubleOnceAsManyWaitAsMay() {
        WaitingCallers callers = new WaitingCallers(2, Duration.ofDays(1));
        Promise<String> first = Promise.promise();
        var unused = callers.watch(first.future());
        var unusedToo = callers.watch(Promise.promise().future());

        assertThat(callers.trouble()).contains("2 wait for a connection, all others are turned away");
        first.fail("refused");
        assertThat(callers.trouble()).isEmpty();
    }

    @Test
    void areTroubleWhenOneHasWaitedTooLong() {
        WaitingCallers callers = new WaitingCallers(2, Duration.ZERO);
        Promise<String> first = Promise.promise();
        var unused = callers.watch(first.future());

        assertThat(callers.trouble()).contains("somebody has waited too long for a connection, 1 wait in all");
        first.complete("a connection");
        assertThat(callers.trouble()).isEmpty();
    }
}
