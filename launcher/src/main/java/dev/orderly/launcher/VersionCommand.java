package dev.orderly.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code orderly version}: which Orderly, on which Java. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes --data
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        System.out.printf(
                "orderly %s (Java %s)%n", Version.number(), Runtime.version().feature());
        return 0;
    }
}
