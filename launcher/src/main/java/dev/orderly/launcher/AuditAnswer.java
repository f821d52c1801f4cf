package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.audit.AuditReport;
import java.util.ArrayList;
import java.util.List;

/** What {@code /audit} answers, and {@code orderly audit} prints. */
record AuditAnswer(boolean clean, boolean atRest, List<String> lines) {

    static AuditAnswer of(AuditReport report) {
        return new AuditAnswer(report.clean(), report.atRest(), report.lines());
    }

    /** Reads what a running process answered. */
    static AuditAnswer of(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.path("lines").forEach(line -> lines.add(line.asText()));
        return new AuditAnswer(
                answer.path("clean").asBoolean(), answer.path("atRest").asBoolean(), lines);
    }

    /** Prints the lines; the exit code says whether all invariants hold. */
    int print() {
        lines.forEach(System.out::println);
        return clean ? 0 : Main.EXIT_FAILED;
    }
}
