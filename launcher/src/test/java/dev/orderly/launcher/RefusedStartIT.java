package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.embedded.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be says why, in one sentence, and leaves nothing running. */
class RefusedStartIT {

    @TempDir
    private Path folder;

    @Test
    void namesTheFolderThatAnotherInstanceHolds() {
        Path data = folder.resolve("held");
        try (DataFolder held = DataFolder.open(data)) {
            assertThat(refusal("--data", held.path().toString())).contains(data.toString());
        }
    }

    @Test
    void namesTheFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(refusal("--data", file.resolve("data").toString())).contains(file.toString());
    }

    @Test
    void namesThePortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();

            assertThat(refusal("--data", folder.resolve("data").toString(), "--port", port))
                    .contains(port, "in use");
        }
    }

    private String refusal(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "run";
        arguments[1] = "--log";
        arguments[2] = "text";
        System.arraycopy(options, 0, arguments, 3, options.length);
        JarProcess.Ended ended = JarProcess.command(folder.resolve("logs"), arguments);
        assertThat(ended.code()).as(ended.printed()).isEqualTo(1);
        assertThat(ended.printed().lines().filter(line -> line.startsWith("orderly: ")))
                .hasSize(1);
        assertThat(Stalls.leftOut(ended.printed())).doesNotContain("Exception", "\tat ");
        return ended.printed();
    }
}
