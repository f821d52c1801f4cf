package dev.orderly.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Orderly this is, as the build wrote it into the jar. */
final class Version {

    private Version() {}

    /** For instance {@code 0.1.0}. */
    static String number() {
        try (InputStream written = Version.class.getResourceAsStream("/orderly-version.properties")) {
            Properties properties = new Properties();
            properties.load(written);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
