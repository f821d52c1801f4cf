package dev.orderly.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java files of all modules, for tests that hold what is written about them against them. */
final class Sources {

    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

    private Sources() {}

    /** Those of the programs, or ({@code test}) of their tests. */
    static List<Path> of(String kind) {
        return MODULE.matcher(text(Path.of("../pom.xml")))
                .results()
                .map(module -> Path.of("..", module.group(1), "src", kind, "java"))
                .filter(Files::isDirectory)
                .flatMap(Sources::files)
                .toList();
    }

    /** What a file contains. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
