package dev.orderly.launcher;

import dev.orderly.audit.AuditReport;
import java.util.List;

/** What {@code /audit} answers, and {@code orderly audit} prints. */
record AuditAnswer(boolean clean, boolean atRest, List<String> lines) {

    static AuditAnswer of(AuditReport report) {
        return new AuditAnswer(report.clean(), report.atRest(), report.lines());
    }

    /** Prints the lines; the exit code says whether all invariants hold. */
    int print() {
        lines.forEach(System.out::println);
        return clean ? 0 : Main.EXIT_FAILED;
    }
}
