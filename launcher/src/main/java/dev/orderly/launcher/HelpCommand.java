package dev.orderly.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orderly help [COMMAND]}: what can be typed. */
@Command(name = "help", helpCommand = true, description = "Tells what a command does and takes.")
final class HelpCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("UnusedVariable") // every command takes --data
    private DataOption data = new DataOption();

    @Parameters(arity = "0..1", paramLabel = "COMMAND", defaultValue = "", description = "One of the commands.")
    private String command = "";

    @Override
    public Integer call() {
        CommandLine root = Main.commandLine();
        CommandLine known = command.isEmpty() ? root : root.getSubcommands().get(command);
        if (known == null) {
            throw Refusal.wrongInput(List.of("unknown command: '" + command + "'; there are "
                    + root.getSubcommands().keySet()));
        }
        known.usage(System.out);
        return 0;
    }
}
