package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that go. */
final class Folders {

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /** Removes it with all that is in it; nothing where it is not there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** When the JVM ends, first what lives in the folder, then the folder. */
    static void deleteAtExit(Runnable closing, Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAndDelete(closing, folder), "embedded-exit"));
    }

    private static void closeAndDelete(Runnable closing, Path folder) {
        try {
            closing.run();
            delete(folder);
        } catch (IOException | RuntimeException failure) {
            LOG.warn("{} is left behind", folder, failure);
        }
    }
}
