package dev.orderly.launcher;

import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A value that is never printed; given as it is (environment) or as a file whose first line it is. */
record Secret(String value) {

    private static final int MAX_LENGTH = 4_096;

    /** Reads {@code name}, or the file that {@code nameFile} names. */
    static Secret read(Fields section, String name) {
        String given = section.text(name, MAX_LENGTH, "");
        String file = file(section, name);
        if (file.isEmpty()) {
            return new Secret(given);
        }
        try {
            return firstLine(Files.readString(Path.of(file)));
        } catch (IOException e) {
            section.reject(name + "File", "cannot be read: " + file);
            return new Secret("");
        }
    }

    /** The file that {@code nameFile} names; empty where it names none. */
    static String file(Fields section, String name) {
        return section.text(name + "File", MAX_LENGTH, "");
    }

    /** What a file with this text holds. */
    static Secret firstLine(String text) {
        return new Secret(text.lines().findFirst().orElse(""));
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
