package dev.orderly.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Stream;

/** Processes that are alive and do nothing, until they are thawed: what a client sees of a hung database. */
final class Frozen implements AutoCloseable {

    private final List<Long> pids;

    private Frozen(List<Long> pids) {
        this.pids = pids;
        signal("-STOP");
    }

    static Frozen processes(List<Long> pids) {
        return new Frozen(pids);
    }

    /** The server and all its children, new connections included. */
    static Frozen server() {
        ProcessHandle postmaster = Postgres.server().process().orElseThrow();
        return new Frozen(Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(ProcessHandle::pid)
                .toList());
    }

    @Override
    public void close() {
        signal("-CONT");
    }

    /** A session may end while it is being listed; its pid is then nobody's, and the others are signalled all the same. */
    private void signal(String signal) {
        List<String> command = Stream.concat(
                        Stream.of("kill", signal), pids.stream().map(String::valueOf))
                .toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            process.onExit().join();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
