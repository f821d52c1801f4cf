package dev.orderly.payment.provider;

import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What we show to the provider; never printed. Given as it is (environment) or as a file whose first line it is. */
public record BearerToken(String value) {

    private static final int MAX_LENGTH = 4_096;

    static BearerToken read(Fields section) {
        String given = section.text("token", MAX_LENGTH, "");
        String file = section.text("tokenFile", MAX_LENGTH, "");
        if (file.isEmpty()) {
            return new BearerToken(given);
        }
        try {
            return new BearerToken(
                    Files.readString(Path.of(file)).lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            section.reject("tokenFile", "cannot be read: " + file);
            return new BearerToken("");
        }
    }

    boolean isThere() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
