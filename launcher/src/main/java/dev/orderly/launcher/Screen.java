package dev.orderly.launcher;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes what it was asked for. */
final class Screen {

    private Screen() {}

    /** The output of the command that this specification, filled in by picocli, belongs to. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli fills it in").commandLine().getOut();
    }
}
