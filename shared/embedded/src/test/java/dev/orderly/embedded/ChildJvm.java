package dev.orderly.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Another JVM that starts a part on a folder, says so, and waits for its end. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Class<?> main, Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java, "-cp", System.getProperty("java.class.path"), "-Xmx256m", main.getName(), folder.toString());
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The words of the line that starts with {@code ready}. */
    List<String> ready() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready")) {
                return Stream.of(line.split(" ")).skip(1).toList();
            }
        }
        throw new IOException("the child ended before it was ready");
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Announces readiness and holds the child until it is killed. */
    static void announceAndWait(Object... words) throws InterruptedException {
        System.out.println("ready "
                + String.join(" ", Stream.of(words).map(Object::toString).toList()));
        Thread.currentThread().join();
    }
}
