package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.web.Caller;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The fat jar as its own process, as a user runs it. */
final class JarProcess implements AutoCloseable {

    /** What is packaged. */
    static final Path JAR = Path.of(System.getProperty("orderly.jar", "target/orderly.jar"));

    private final Process process;
    private final Path log;
    private final int managementPort;

    private JarProcess(Process process, Path log, int managementPort) {
        this.process = process;
        this.log = log;
        this.managementPort = managementPort;
    }

    /** Starts {@code run} on these ports and this folder; fault is {@code NAME:n} or empty. */
    static JarProcess run(
            Path data, int port, int managementPort, String fault, Map<String, String> environment, String... more) {
        return start(data, managementPort, fault, environment, running(data, port, managementPort, more));
    }

    /** The token of a clerk at the shop that runs on this folder, now or later. */
    static String clerksToken(Path data) {
        return LocalIssuer.in(data, TestShop.TERMS).issue(new Caller("clerk", LocalIssuer.CLERK), Duration.ofHours(8));
    }

    private static List<String> running(Path data, int port, int managementPort, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--data",
                data.toString(),
                "--port",
                "" + port,
                "--management-port",
                "" + managementPort,
                "--log",
                "text"));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    /** As {@link #run}, with a fault point to be armed later. */
    static JarProcess armable(
            Path data, int port, int managementPort, Map<String, String> environment, String... more) {
        return launch(
                data,
                managementPort,
                List.of("-cp", JAR + File.pathSeparator + testClasses(), ArmedShop.class.getName()),
                environment,
                running(data, port, managementPort, more));
    }

    /** Has it fail so, in the form of the system property. */
    void arm(String fault) {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((fault + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path testClasses() {
        try {
            return Path.of(ArmedShop.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a command that ends by itself, and gives its exit code and what it printed. */
    static Ended command(Path data, String... arguments) {
        try (JarProcess command = start(data, 0, "", Map.of(), Arrays.asList(arguments))) {
            int code = command.waitForExit(Duration.ofSeconds(90));
            return new Ended(code, command.printed());
        }
    }

    record Ended(int code, String printed) {}

    private static JarProcess start(
            Path data, int managementPort, String fault, Map<String, String> environment, List<String> arguments) {
        List<String> program = new ArrayList<>(List.of("-jar", JAR.toString()));
        if (!fault.isEmpty()) {
            program.add(0, "-Dorderly.fault=" + fault);
        }
        return launch(data, managementPort, program, environment, arguments);
    }

    private static JarProcess launch(
            Path data,
            int managementPort,
            List<String> program,
            Map<String, String> environment,
            List<String> arguments) {
        try {
            Files.createDirectories(data);
            Path log = Files.createTempFile(data.getParent(), "orderly-", ".log");
            // It lives for seconds: code that is compiled twice is not worth it. ReadmeIT starts the jar as users do.
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx768m"));
            command.addAll(program);
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("ORDERLY_"));
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new JarProcess(builder.start(), log, managementPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two ports that were free a moment ago. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the ready block was printed, or the process has ended. */
    void awaitReady(Duration limit) {
        Eventually.holds(
                limit,
                () -> !process.isAlive() || printed().contains(RunCommand.READY),
                () -> "not ready:\n" + printed());
        assertThat(printed()).contains(RunCommand.READY);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int managementPort() {
        return managementPort;
    }

    /** kill -9: nothing of the process gets a chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        assertThat(waitForExit(Duration.ofSeconds(20))).isNotZero();
    }

    /** Ctrl-C. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    int waitForExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process as a user would; only one that ignores that is killed. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        }
    }
}
