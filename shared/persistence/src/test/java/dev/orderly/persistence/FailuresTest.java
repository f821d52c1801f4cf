package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08006", "53100", "53300", "57P01", "57P02", "57P03", "57014", "40001", "40P01", "55P03",
                "25P03", "25006", "28P01", "3D000", "57P04", "58030"
            })
    void waitsForWhatTheServerWillGetOver(String sqlState) {
        assertThat(Failures.isTransient(refused(sqlState))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22003", "42501", "42P01", ""})
    void doesNotWaitForWhatWouldHappenAgain(String sqlState) {
        assertThat(Failures.isTransient(refused(sqlState))).isFalse();
    }

    static Stream<Throwable> lostWays() {
        return Stream.of(
                new TimeoutException(),
                new ConnectException("refused"),
                ClosedConnectionException.INSTANCE,
                new ConnectionPoolTooBusyException("full"),
                new DatabaseUnavailable("no answer", new TimeoutException()),
                new CommitOutcomeUnknown(ClosedConnectionException.INSTANCE),
                new VertxException("Connection is not active now, current status: CLOSED", true));
    }

    @ParameterizedTest
    @MethodSource("lostWays")
    void waitsForALostConnection(Throwable lost) {
        assertThat(Failures.isTransient(lost)).isTrue();
        assertThat(Failures.isTransient(new IllegalStateException("wrapped", lost)))
                .isTrue();
    }

    @Test
    void doesNotWaitForAParameterThatDoesNotFit() {
        assertThat(Failures.isTransient(new VertxException("Parameter at position[0] with class = [x]", true)))
                .isFalse();
        assertThat(Failures.isTransient(new NullPointerException())).isFalse();
    }

    @Test
    void retriesAtOnceOnlyWhatTheNeighboursCaused() {
        assertThat(Failures.isContention(refused("40P01"))).isTrue();
        assertThat(Failures.isContention(refused("40001"))).isTrue();
        assertThat(Failures.isContention(refused("55P03"))).isFalse();
    }

    private static PgException refused(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, "");
    }
}
