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
        ConfigurationTree tree = new ConfigurationTree();
        if (file != null) {
            tree.over(file);
        }
        tree.over(System.getenv());
        options.accept(tree);
        return read(tree);
    }

    private static Configuration read(ConfigurationTree tree) {
        List<String> mistakes = new ArrayList<>(tree.mistakes());
        Fields root = Fields.of(tree.tree(), "");
        Configuration configuration = readOrNull(root, mistakes);
        if (configuration == null || !mistakes.isEmpty()) {
            throw Refusal.wrongInput(mistakes);
        }
        return configuration;
    }

    private static @Nullable Configuration readOrNull(Fields root, List<String> mistakes) {
        try {
            return root.into(Configuration::read);
        } catch (Problem invalid) {
            invalid.violations().forEach(violation -> mistakes.add(violation.toString()));
            return null;
        }
    }
}
