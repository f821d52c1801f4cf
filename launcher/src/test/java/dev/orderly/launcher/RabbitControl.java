package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.Backends;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** {@code rabbitmqctl} of the real broker that these tests run on. */
final class RabbitControl {

    private RabbitControl() {}

    /** What it prints. */
    static String type(String... words) {
        return asked("", words);
    }

    /** It does as it is told, with this to read. */
    static void tell(String input, String... words) {
        assertThat(asked(input, words)).doesNotContain("Error");
    }

    private static String asked(String input, String... words) {
        List<String> command = new ArrayList<>(
                List.of(Backends.given("ORDERLY_TEST_BROKER_CTL").orElseThrow(), "rabbitmqctl"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream typed = process.getOutputStream()) {
                typed.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + printed);
            }
            return printed;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new CompletionException(stopped);
        }
    }
}
