package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.launcher.ManagementPort.Answer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orderly status}: one screen about a process that runs. */
@Command(name = "status", description = "Shows a running process on one screen; exit code 1 when it is not ready.")
final class StatusCommand implements Callable<Integer> {

    private static final int REFRESH_SECONDS = 2;

    /** Home, and erase what is below (ECMA-48): the screen does not flicker. */
    private static final String FIRST_LINE = "\u001b[H\u001b[J";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ManagementOption management = new ManagementOption();

    @Option(names = "--watch", description = "Shows it anew every 2 s, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() {
        ManagementPort port = management.port();
        boolean isReady = show(port, "");
        while (watch && isStillWatched()) {
            isReady = show(port, FIRST_LINE);
        }
        return isReady ? 0 : Main.EXIT_FAILED;
    }

    /** Waits for the next look; whoever interrupts has seen enough. */
    private static boolean isStillWatched() {
        try {
            return !new CountDownLatch(1).await(REFRESH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException seenEnough) {
            return false;
        }
    }

    private boolean show(ManagementPort port, String before) {
        JsonNode status = port.get("/status").document();
        List<String> lines = StatusScreen.lines(status, oldestOrder(port));
        PrintWriter out = Screen.of(spec);
        out.print(before);
        lines.forEach(out::println);
        out.flush();
        return status.path("ready").asBoolean();
    }

    /** Only a process that runs the order service knows it. */
    private static Optional<JsonNode> oldestOrder(ManagementPort port) {
        Answer stuck = port.get("/orders/stuck?olderThan=PT1S&limit=1");
        return stuck.isOk() ? Optional.of(stuck.body().path("orders")) : Optional.empty();
    }
}
