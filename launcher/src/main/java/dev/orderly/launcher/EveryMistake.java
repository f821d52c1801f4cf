package dev.orderly.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
        ParseResult parsed = root.parseArgs(arguments);
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        List<String> mistakes = new ArrayList<>();
        parsed.errors().forEach(error -> mistakes.add(error.getMessage()));
        parsed.unmatched().forEach(word -> mistakes.add("unknown option or argument: '" + word + "'"));
        if (mistakes.isEmpty()) {
            mistakes.add(first.getMessage());
        }
        mistakes.addAll(mistakesOfSettings(parsed));
        return mistakes;
    }

    /** What is wrong in the file and the environment is told together with what is wrong in the words typed. */
    private static List<String> mistakesOfSettings(ParseResult parsed) {
        return parsed.commandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ConfigOption.class::isInstance)
                .flatMap(config -> ((ConfigOption) config).mistakes(tree -> {}).stream())
                .toList();
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
