package dev.orderly.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: a word for each thing that can be asked of the shop. */
@Command(
        name = "orderly",
        description = "Order processing that never oversells and never loses an order.",
        subcommands = {
            RunCommand.class,
            AuditCommand.class,
            OrdersCommand.class,
            CustomersCommand.class,
            StatusCommand.class,
            ConfigCommand.class,
            DbCommand.class,
            BrokerCommand.class,
            DeadLettersCommand.class,
            TokenCommand.class,
            LoadCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {

    /** Wrong words on the command line, or in the configuration. */
    static final int EXIT_WRONG_INPUT = 2;

    /** The command could not do its work, or the audit found a violation. */
    static final int EXIT_FAILED = 1;

    private Main() {}

    /** Runs the command that the arguments name and exits with its code. */
    public static void main(String[] arguments) {
        Logging.prepare(arguments);
        int code = commandLine().execute(arguments);
        if (code != RunCommand.STILL_RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCommandName("orderly")
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new EveryMistake())
                .setExecutionExceptionHandler(Main::oneSentence);
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    private static int oneSentence(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        Refusal refusal = Refusal.of(failure);
        refusal.lines().forEach(line -> command.getErr().println("orderly: " + line));
        return refusal.exitCode();
    }
}
