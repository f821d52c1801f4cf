package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls initdb and pg_ctl for one data folder. */
final class PostgresPrograms {

    private static final int LONGEST_CALL_S = 60;

    private final PostgresBinaries binaries;
    private final Stepdown stepdown;
    private final Path directory;

    PostgresPrograms(PostgresBinaries binaries, Stepdown stepdown, Path directory) {
        this.binaries = binaries;
        this.stepdown = stepdown;
        this.directory = directory;
    }

    /** Makes a cluster in which even the superuser needs a password; durable once it returns. */
    void initdb(Path cluster, Path passwordFile) throws IOException {
        stepdown.own(directory);
        var call = call(
                "initdb",
                List.of(
                        "--pgdata=" + cluster,
                        "--username=" + LocalPostgres.SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        if (call != 0) {
            throw new StartRefused("PostgreSQL's data folder " + cluster + " could not be made: " + lastOutput());
        }
    }

    /** Starts a postmaster in a session of its own, so that Ctrl-C does not reach it; true when it takes connections. */
    boolean start(Path cluster, Path serverLog) throws IOException {
        return call("pg_ctl", List.of("start", "-w", "-t", "20", "-D", cluster.toString(), "-l", serverLog.toString()))
                == 0;
    }

    /** Stops it: {@code fast} ends the sessions in order, {@code immediate} leaves the rest to the next start's recovery. */
    boolean stop(Path cluster, String mode, int waitS) throws IOException {
        return call("pg_ctl", List.of("stop", "-w", "-t", "" + waitS, "-m", mode, "-D", cluster.toString())) == 0;
    }

    private int call(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(binaries.program(program));
        command.addAll(arguments);
        Process process = new ProcessBuilder(stepdown.command(command))
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        process.getOutputStream().close();
        return exitCode(process);
    }

    private static int exitCode(Process process) {
        try {
            if (process.waitFor(LONGEST_CALL_S, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return -1;
    }

    private Path output() {
        return directory.resolve("programs.log");
    }

    private String lastOutput() throws IOException {
        return Files.readString(output()).strip();
    }
}
