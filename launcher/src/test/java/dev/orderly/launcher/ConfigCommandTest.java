package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings are checked and shown without anything being started. */
class ConfigCommandTest {

    @TempDir
    private Path folder;

    @Test
    void findsTheDefaultsWell() {
        Typed typed = Typed.words("config", "check");

        assertThat(typed.code()).isZero();
        assertThat(typed.printed()).contains("well", "development", "order, stock, payment, catalog");
    }

    @Test
    void namesMistakesOfWordsAndOfSettingsTogether() throws IOException {
        Typed typed = Typed.words("config", "check", "--config", wrong(), "--prot", "1");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("--prot", "http.port", "catalogue");
    }

    @Test
    void namesEveryMistake() throws IOException {
        Typed typed = Typed.words("config", "check", "--config", wrong(), "--services", "stok");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("http.port", "catalogue", "stok");
    }

    @Test
    void showsWhereEverySettingComesFromAndNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                http: {port: 9090}
                broker: {password: "hush hush", passwordFile: ""}
                """);

        Typed typed = Typed.words("config", "show", "--config", file.toString(), "--management-port", "9091");

        assertThat(typed.code()).isZero();
        assertThat(typed.printed())
                .containsPattern("  port: 9090 +# .*mine.yaml")
                .containsPattern("  port: \"?9091\"? +# option")
                .containsPattern("  heartbeat: \"PT5S\" +# default")
                .containsPattern("  password: \"\\*\\*\\*\" +# .*mine.yaml")
                .doesNotContain("hush");
    }

    private String wrong() throws IOException {
        return Files.writeString(folder.resolve("wrong.yaml"), "http: {port: seventy}\ncatalogue: {}\n")
                .toString();
    }
}
