package dev.orderly.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Names every mistake of a command line at once, not only the first, and what is allowed. */
final class EveryMistake implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException first, String[] arguments) {
        CommandLine command = first.getCommandLine();
        mistakes(first, arguments).forEach(mistake -> command.getErr().println("orderly: " + mistake));
        command.getErr().println("allowed: " + String.join(" ", allowed(command)) + "  (orderly help)");
        return Main.EXIT_WRONG_INPUT;
    }

    /** Parsing once more, leniently, finds the mistakes behind the first. */
    private static List<String> mistakes(ParameterException first, String[] arguments) {
        CommandLine root = Main.commandLine();
        collectErrors(root);
        CommandLine.ParseResult parsed = root.parseArgs(arguments);
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        List<String> mistakes = new ArrayList<>();
        parsed.errors().forEach(error -> mistakes.add(error.getMessage()));
        parsed.unmatched().forEach(word -> mistakes.add("unknown option or argument: '" + word + "'"));
        return mistakes.isEmpty() ? List.of(first.getMessage()) : mistakes;
    }

    private static void collectErrors(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.setUnmatchedArgumentsAllowed(true);
        command.setUnmatchedOptionsArePositionalParams(false);
        command.getSubcommands().values().forEach(EveryMistake::collectErrors);
    }

    private static List<String> allowed(CommandLine command) {
        List<String> words = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> words.add(option.longestName()));
        return words;
    }
}
