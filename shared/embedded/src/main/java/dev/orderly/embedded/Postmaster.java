package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server process of one cluster as its {@code postmaster.pid} tells, believed only when that process is alive and really ours. */
final class Postmaster {

    /** No process has this pid (Linux ends at 2^22), but PostgreSQL reads it as a valid one. */
    private static final long NOBODYS_PID = Integer.MAX_VALUE - 1L;

    private final Path cluster;

    Postmaster(Path cluster) {
        this.cluster = cluster;
    }

    /** The living server of this cluster. */
    Optional<ProcessHandle> find() {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::servesThisCluster);
    }

    /**
     * After a crash the pid in the file may by now belong to a stranger, or to a corpse that nobody collects; PostgreSQL would take
     * either for a server and refuse to start. The rest of the file stays: by its shared memory key PostgreSQL sees whether orphaned
     * sessions still use the data.
     */
    void disownStalePid() throws IOException {
        if (pid().isEmpty() || find().isPresent()) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile()));
        lines.set(0, Long.toString(NOBODYS_PID));
        Files.write(pidFile(), lines);
    }

    private Optional<Long> pid() {
        try {
            return Files.readAllLines(pidFile()).stream().findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    private boolean servesThisCluster(ProcessHandle process) {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            String command = Files.exists(commandLine)
                    ? Files.readString(commandLine, java.nio.charset.StandardCharsets.ISO_8859_1)
                    : process.info()
                            .commandLine()
                            .or(() -> process.info().command())
                            .orElse("");
            return command.contains("postgres") && (command.contains(folderAsSeen()) || isWindows());
        } catch (IOException ended) {
            return false;
        }
    }

    private String folderAsSeen() {
        byte[] bytes = cluster.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
