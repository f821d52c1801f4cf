package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.launcher.CrashRun.Plan;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar, with the broker and the database that come with it, is killed. Runs when it is asked for, beside {@link FaultMatrixIT}, which always does. */
@Tag("alone")
@EnabledIfSystemProperty(named = "crash.orders", matches = "[0-9]+")
class CrashIT {

    @TempDir
    private Path folder;

    static Stream<Flow> flows() {
        return Plan.flows("crash");
    }

    @ParameterizedTest
    @MethodSource("flows")
    void s27LosesNothingAndDoesNothingTwice(Flow flow) throws Exception {
        new CrashRun(folder, flow, new CrashBackends.Embedded(), Plan.named("crash")).run();
    }
}
