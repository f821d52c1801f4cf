package dev.orderly.launcher;

import dev.orderly.web.Fields;
import dev.orderly.web.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config FILE}, and how a configuration is put together from all its sources. */
final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", description = "Settings that differ from the defaults (YAML).")
    private @Nullable Path file;

    /** The configuration. @throws Refusal naming every mistake of every source at once */
    Configuration read(Consumer<ConfigurationTree> options) {
        ConfigurationTree tree = layers(options);
        List<String> mistakes = new ArrayList<>(tree.mistakes());
        Configuration configuration = readOrNull(tree, mistakes);
        if (configuration == null || !mistakes.isEmpty()) {
            throw Refusal.wrongInput(mistakes);
        }
        return configuration;
    }

    /** The settings as they lie over each other. @throws Refusal as {@link #read} */
    ConfigurationTree tree(Consumer<ConfigurationTree> options) {
        List<String> mistakes = mistakes(options);
        if (!mistakes.isEmpty()) {
            throw Refusal.wrongInput(mistakes);
        }
        return layers(options);
    }

    /** Every mistake of every source; none is well. */
    List<String> mistakes(Consumer<ConfigurationTree> options) {
        ConfigurationTree tree = layers(options);
        List<String> mistakes = new ArrayList<>(tree.mistakes());
        return readOrNull(tree, mistakes) == null || !mistakes.isEmpty() ? mistakes : List.of();
    }

    private ConfigurationTree layers(Consumer<ConfigurationTree> options) {
        ConfigurationTree tree = new ConfigurationTree();
        if (file != null) {
            tree.over(file);
        }
        tree.over(System.getenv());
        options.accept(tree);
        return tree;
    }

    private static @Nullable Configuration readOrNull(ConfigurationTree tree, List<String> mistakes) {
        try {
            return Fields.of(tree.tree(), "").into(Configuration::read);
        } catch (Problem invalid) {
            invalid.violations().forEach(violation -> mistakes.add(violation.toString()));
            return null;
        }
    }
}
