package dev.orderly.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data DIR}, which every command takes. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where everything is kept (default: ./data).")
    private Path folder = Path.of("data");

    /** The data folder, absolute. */
    Path folder() {
        return folder.toAbsolutePath().normalize();
    }
}
