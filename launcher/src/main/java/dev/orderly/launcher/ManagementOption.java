package dev.orderly.launcher;

import dev.orderly.embedded.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which running process a command speaks to: the one on the folder of {@code --data}, or the one at {@code --url}. */
final class ManagementOption {

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The management port of a process elsewhere (http://host:8081).")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file whose first line is a token with the scope management, where the port asks for one.")
    private @Nullable Path tokenFile;

    /** The process's port. @throws Refusal when nothing runs there */
    ManagementPort port() {
        return running().orElseThrow(() -> Refusal.cannot("Nothing runs on " + folder() + "."));
    }

    /** The process's port, if one runs. */
    Optional<ManagementPort> running() {
        return url == null
                ? DataFolder.running(folder())
                        .map(running -> new ManagementPort("http://127.0.0.1:" + running.managementPort(), token()))
                : Optional.of(new ManagementPort(checked(url), token()));
    }

    /** The data folder, absolute. */
    Path folder() {
        return data.folder();
    }

    private Secret token() {
        if (tokenFile == null) {
            return new Secret("");
        }
        try {
            return new Secret(Files.readString(tokenFile).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw Refusal.wrongInput(List.of("--token-file: cannot be read: " + tokenFile));
        }
    }

    private static String checked(String url) {
        if (!url.matches("https?://[A-Za-z0-9.-]+(:\\d{1,5})?/?")
                && !url.matches("https?://\\[[0-9a-f:]+](:\\d{1,5})?/?")) {
            throw Refusal.wrongInput(List.of("--url: must be like http://127.0.0.1:8081"));
        }
        return url;
    }
}
