package dev.orderly.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command typed in this process: its exit code and what it printed. */
record Typed(int code, String printed, String errors) {

    static Typed words(String... words) {
        StringWriter printed = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(errors, true));
        int code = line.execute(words);
        return new Typed(code, printed.toString(), errors.toString());
    }
}
