package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenTokenTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private Path file;
    private GivenToken token;

    @BeforeEach
    void follow() throws IOException {
        file = Files.writeString(folder.resolve("token"), "first\n");
        token = new GivenToken(vertx, new Secret("first"), file.toString());
        token.follow(Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        token.close();
        Blocking.await(vertx.close(), LIMIT, "Vert.x");
    }

    @Test
    void showsTheNextTokenOfTheFile() throws IOException {
        assertThat(token.get()).hasValue("first");

        replace("second\nof no use\n");

        awaitToken("second");
    }

    @Test
    void holdsOnToTheLastOneWhereThereIsNoOther() throws IOException {
        replace("");
        awaitLooks();
        assertThat(token.get()).hasValue("first");

        Files.delete(file);
        awaitLooks();
        assertThat(token.get()).hasValue("first");

        replace("second");
        awaitToken("second");
    }

    @Test
    void showsNoneWhereNoneWasGiven() {
        assertThat(new GivenToken(vertx, new Secret(""), "").get()).isEmpty();
    }

    private void replace(String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Another that follows a file of its own as often has found what is in it: so has this one. */
    private void awaitLooks() throws IOException {
        Path marker = Files.writeString(folder.resolve("marker"), "seen");
        GivenToken witness = new GivenToken(vertx, new Secret("not yet"), marker.toString());
        witness.follow(Duration.ofMillis(50));
        Eventually.holds(LIMIT, () -> witness.get().equals(Optional.of("seen")), () -> "nobody looks");
        witness.close();
    }

    private void awaitToken(String expected) {
        Eventually.holds(LIMIT, () -> token.get().orElse("none").equals(expected), () -> "still " + token.get());
    }
}
