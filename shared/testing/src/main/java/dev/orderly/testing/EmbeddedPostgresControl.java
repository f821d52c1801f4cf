package dev.orderly.testing;

import dev.orderly.embedded.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Stops the embedded PostgreSQL, or sends signals to all its processes; after a kill its supervisor brings it back. */
record EmbeddedPostgresControl(LocalPostgres postgres) implements BackendControl {

    @Override
    public boolean can(Act act) {
        return act != Act.BLOCK && act != Act.UNBLOCK;
    }

    @Override
    public void perform(Act act) {
        switch (act) {
            case STOP -> postgres.stop();
            case START -> postgres.start();
            case KILL -> signal("-KILL");
            case FREEZE -> signal("-STOP");
            case THAW -> signal("-CONT");
            default -> throw new UnsupportedOperationException("PostgreSQL cannot " + act);
        }
    }

    private void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        postgres.process().ifPresent(server -> {
            command.add(Long.toString(server.pid()));
            server.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(command::add);
        });
        try {
            // A session may end while it is being listed; its pid is then nobody's.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit().join();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
