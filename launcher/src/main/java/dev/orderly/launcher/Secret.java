package dev.orderly.launcher;

import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A value that is never printed; given as it is (environment) or as a file whose first line it is. */
record Secret(String value) {

    /** Reads {@code name}, or the file that {@code nameFile} names. */
    static Secret read(Fields section, String name) {
        String given = section.text(name, 1_024, "");
        String file = section.text(name + "File", 4_096, "");
        if (file.isEmpty()) {
            return new Secret(given);
        }
        try {
            return new Secret(
                    Files.readString(Path.of(file)).lines().findFirst().orElse(""));
        } catch (IOException e) {
            section.reject(name + "File", "cannot be read: " + file);
            return new Secret("");
        }
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
