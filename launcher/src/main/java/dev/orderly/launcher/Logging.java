package dev.orderly.launcher;

import java.util.Arrays;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Chooses the form of the log before the first line is written: readable on a terminal, JSON otherwise. */
final class Logging {

    static final List<String> FORMS = List.of("text", "json");

    private Logging() {}

    /** Reads {@code --log} ahead of the command line, since logging starts before it is parsed. */
    static void prepare(String[] arguments) {
        System.setProperty("logback.configurationFile", "logging/" + form(arguments) + ".xml");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        System.setProperty("hazelcast.phone.home.enabled", "false");
        oneLog();
    }

    /** What libraries tell Java's own logger goes the same way, and nothing to stderr beside it. */
    static void oneLog() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static String form(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        int option = words.indexOf("--log");
        if (option >= 0 && option + 1 < words.size() && FORMS.contains(words.get(option + 1))) {
            return words.get(option + 1);
        }
        return words.stream()
                .filter(word -> word.startsWith("--log="))
                .map(word -> word.substring("--log=".length()))
                .filter(FORMS::contains)
                .findFirst()
                .orElseGet(() -> isTerminal() ? "text" : "json");
    }

    /** What the start script saw; Java's own answer differs from version to version. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("orderly.terminal");
    }
}
