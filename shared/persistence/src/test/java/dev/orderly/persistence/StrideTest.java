package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long walks, as through the tables of a large shop. */
class StrideTest {

    private static final int STEPS = 100_000;

    private final Loop loop = new Loop();
    private int taken;

    /** When a step's future completes. */
    enum Completion {
        AT_ONCE,
        LATER
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @ParameterizedTest
    @EnumSource
    void arrivesAfterAnyNumberOfSteps(Completion completion) {
        int reached = loop.result(() -> walk(reachedBefore -> step(completion, reachedBefore)));

        assertThat(reached).isEqualTo(STEPS).isEqualTo(taken);
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheFirstStepThatFails(Completion completion) {
        Throwable failure = loop.failure(() -> walk(reached -> reached == STEPS / 2
                ? Future.failedFuture(new IllegalStateException("lost"))
                : step(completion, reached)));

        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("lost");
        assertThat(taken).isEqualTo(STEPS / 2);
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheFirstStepThatThrows(Completion completion) {
        Throwable failure = loop.failure(() ->
                walk(reached -> step(completion, reached == STEPS / 2 ? Integer.parseInt("lost") : reached)));

        assertThat(failure).isInstanceOf(NumberFormatException.class);
        assertThat(taken).isEqualTo(STEPS / 2);
    }

    private static Future<Integer> walk(Function<Integer, Future<Integer>> step) {
        return Stride.from(0, reached -> reached == STEPS, step);
    }

    private Future<Integer> step(Completion completion, int reached) {
        taken++;
        if (completion == Completion.AT_ONCE) {
            return Future.succeededFuture(reached + 1);
        }
        Promise<Integer> later = Promise.promise();
        loop.vertx().runOnContext(turn -> later.complete(reached + 1));
        return later.future();
    }
}
