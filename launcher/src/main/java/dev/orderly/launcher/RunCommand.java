package dev.orderly.launcher;

import dev.orderly.embedded.DataFolder;
import dev.orderly.embedded.StartRefused;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orderly run}: starts the chosen services and says when all of them answer. */
@Command(name = "run", description = "Starts the shop: every service in one process, or those that --services names.")
final class RunCommand implements Callable<Integer> {

    /** The last words of a start that succeeded. */
    static final String READY = "Orderly is ready";

    /** Not an exit code: the process goes on. */
    static final int STILL_RUNNING = -1;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(names = "--log", paramLabel = "FORM", description = "text or json (text on a terminal).")
    private @Nullable String log;

    @Override
    public Integer call() {
        Configuration configuration = config.read(this::options);
        PrintStream out = System.out;
        Progress progress = new Progress(out);
        DataFolder folder = open(data.folder());
        RunningShop shop = new RunningShop(configuration, folder, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "orderly-stop"));
        shop.start();
        out.print(
                new ReadyBlock(configuration, folder.path(), shop.addresses(), progress.seconds(), shop.demoProducts())
                        .text());
        out.flush();
        return STILL_RUNNING;
    }

    private void options(ConfigurationTree tree) {
        settings.set(tree);
        if (log != null && !Logging.FORMS.contains(log)) {
            tree.reject("--log: must be one of " + Logging.FORMS);
        }
    }

    private static DataFolder open(Path folder) {
        try {
            return DataFolder.open(folder);
        } catch (StartRefused refused) {
            throw Refusal.cannot(String.valueOf(refused.getMessage()), refused);
        }
    }
}
