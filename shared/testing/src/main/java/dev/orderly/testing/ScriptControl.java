package dev.orderly.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A script with one verb: stop, start, kill, freeze, thaw; for a broker also block, unblock. */
record ScriptControl(String script) implements BackendControl {

    @Override
    public boolean can(Act act) {
        return true;
    }

    @Override
    public void perform(Act act) {
        String verb = act.name().toLowerCase(Locale.ROOT);
        try {
            Process process = new ProcessBuilder(script, verb)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exitCode = process.onExit().join().exitValue();
            if (exitCode != 0) {
                throw new IllegalStateException(script + " " + verb + " ended with " + exitCode);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
