package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    void saysInOneSentenceThatNobodyAnswersThere() {
        int free = JarProcess.freePort();

        assertThat(type("audit", "--url", "http://127.0.0.1:" + free)).isEqualTo(1);
        assertThat(errors.toString().lines())
                .containsExactly("orderly: Nothing answers at http://127.0.0.1:" + free + ".");
    }

    @Test
    void namesAnAddressThatIsNone() {
        assertThat(type("audit", "--url", "somewhere")).isEqualTo(2);
        assertThat(errors.toString()).contains("--url", "http://127.0.0.1:8081");
    }

    @Test
    void takesTheDataFolderInEveryCommand() {
        leaves(Main.commandLine())
                .forEach(command -> assertThat(command.getCommandSpec().findOption("--data"))
                        .as(command.getCommandName())
                        .isNotNull());
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(CommandLineTest::leaves);
    }

    private int type(String... words) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(words);
    }
}
