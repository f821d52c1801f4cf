package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How PostgreSQL's programs are called: as they are, or, since they refuse root, from a step below it. */
final class Stepdown {

    private static final int NOBODY = 65534;

    private final List<String> prefix;

    private Stepdown(List<String> prefix) {
        this.prefix = prefix;
    }

    static Stepdown detect() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Stepdown(List.of());
        }
        return Stream.of(
                        new Stepdown(List.of("unshare", "-U")),
                        new Stepdown(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")))
                .filter(Stepdown::works)
                .findFirst()
                .orElseThrow(() -> new StartRefused("PostgreSQL does not run as root, and neither unshare nor setpriv"
                        + " can step down from it here: start as another user."));
    }

    List<String> command(List<String> command) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a folder to the user that PostgreSQL runs as, where that is another one than ours. */
    void own(Path folder) throws IOException {
        if (!prefix.isEmpty() && prefix.get(0).equals("setpriv")) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.toList()) {
                    Files.setAttribute(path, "unix:uid", NOBODY);
                }
            }
        }
    }

    private boolean works() {
        try {
            return new ProcessBuilder(command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
