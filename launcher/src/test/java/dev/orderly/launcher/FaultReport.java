package dev.orderly.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What faults from outside looked like to customers, one line each, also in {@code target/faults.txt}. */
final class FaultReport {

    private static final Path FILE = Path.of("target", "faults.txt");

    private FaultReport() {}

    static void line(String fault, String seen, Duration healed) {
        String line = "%-58s | %-58s | healed in %5.1f s%n".formatted(fault, seen, healed.toMillis() / 1_000.0);
        System.out.print("fault: " + line);
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
