package dev.orderly.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The lines to copy that the ready block and the README show. */
final class FirstSteps {

    private static final String WRITTEN_FOR = "http://127.0.0.1:8080";

    private FirstSteps() {}

    /** The lines for the address at which this process answers. */
    static String at(String apiUrl) {
        return text().replace(WRITTEN_FOR, apiUrl);
    }

    private static String text() {
        try (InputStream file = FirstSteps.class.getResourceAsStream("/first-steps.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
