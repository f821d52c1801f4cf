package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whoever types something wrong is told all of it at once, and nothing is started. */
class CommandLineTest {

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void namesEveryUnknownOptionAtOnce() {
        assertThat(type("run", "--prot", "8080", "--no-dmo")).isEqualTo(2);
        assertThat(errors.toString()).contains("--prot", "--no-dmo", "--port", "--no-demo");
    }

    @Test
    void namesEveryWrongKeyAndValueAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), """
                http: {port: seventy, prot: 1}
                services: [order, stok]
                payment: {timeLimit: soon}
                catalogue: {}
                """);

        assertThat(type(
                        "run",
                        "--config",
                        file.toString(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--log",
                        "loud"))
                .isEqualTo(2);
        assertThat(errors.toString())
                .contains("http.port", "http.prot", "stok", "payment.timeLimit", "catalogue", "--log");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThat(type("run", "--config", folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("none.yaml");
    }

    @Test
    void saysInOneSentenceThatThereIsNothingToAudit() {
        assertThat(type("audit", "--data", folder.resolve("empty").toString())).isEqualTo(1);
        assertThat(errors.toString().lines()).hasSize(1);
    }

    @Test
    void takesTheDataFolderInEveryCommand() {
        Main.commandLine()
                .getSubcommands()
                .values()
                .forEach(command -> assertThat(command.getCommandSpec().findOption("--data"))
                        .as(command.getCommandName())
                        .isNotNull());
    }

    private int type(String... words) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        line.getSubcommands().values().forEach(command -> command.setErr(new PrintWriter(errors, true)));
        return line.execute(words);
    }
}
