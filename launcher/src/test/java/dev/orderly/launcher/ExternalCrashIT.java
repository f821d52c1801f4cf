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

/** The jar is killed, and so are the real RabbitMQ and PostgreSQL on which it stands, while it goes on. Runs when it is asked for. */
@Tag("alone")
@EnabledIfSystemProperty(named = "crash.external.orders", matches = "[0-9]+")
@EnabledIfSystemProperty(named = "orderly.backends", matches = "external")
class ExternalCrashIT {

    @TempDir
    private Path folder;

    static Stream<Flow> flows() {
        return Plan.flows("crash.external");
    }

    @ParameterizedTest
    @MethodSource("flows")
    void s27LosesNothingAndDoesNothingTwice(Flow flow) throws Exception {
        new CrashRun(folder, flow, new CrashBackends.External(), Plan.named("crash.external")).run();
    }
}
