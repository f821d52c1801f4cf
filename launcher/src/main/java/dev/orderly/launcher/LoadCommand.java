package dev.orderly.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orderly load}: stands here for its help only. Load comes from outside the jar, so the start script sees to it. */
@Command(name = "load", description = "Puts load on a running shop; in a checkout, by ./orderly load SCENARIO.")
final class LoadCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes --data
    private DataOption data = new DataOption();

    @Parameters(arity = "0..*", paramLabel = "SCENARIO", description = "See load-tests/README.md.")
    @SuppressWarnings("UnusedVariable") // told in the help
    private List<String> words = List.of();

    @Override
    public Integer call() {
        throw Refusal.cannot(
                "The jar carries no load tests: type ./orderly load SCENARIO in a checkout of the sources.");
    }
}
