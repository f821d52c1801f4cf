package dev.orderly.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code orderly config}: looks at the settings without starting anything. Takes the options of {@code run} that are settings. */
@Command(name = "config", description = "Looks at the settings without starting anything.")
final class ConfigCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(description = "Names every mistake of the settings; exit code 2 when there is one.")
    int check(@Mixin DataOption data, @Mixin ConfigOption config, @Mixin SettingOptions options) {
        Configuration configuration = config.read(options::set);
        Screen.of(spec)
                .println("The settings are well: " + (configuration.production() ? "production" : "development")
                        + ", services " + Services.labels(configuration.services()) + ".");
        return 0;
    }

    @Command(description = "Prints every setting in force and where it comes from; secrets are masked.")
    int show(@Mixin DataOption data, @Mixin ConfigOption config, @Mixin SettingOptions options) {
        ConfigurationTree tree = config.tree(options::set);
        EffectiveSettings.of(tree).lines().forEach(Screen.of(spec)::println);
        return 0;
    }
}
