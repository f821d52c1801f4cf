package dev.orderly.launcher;

import picocli.CommandLine.Option;

/** {@code --operator NAME}: who stands in the journal for what a command does. */
final class OperatorOption {

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who does it, for the journal (default: the user of the operating system).")
    private String name = "";

    String name() {
        return name;
    }
}
