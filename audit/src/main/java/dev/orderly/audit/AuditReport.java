package dev.orderly.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one audit found.
 *
 * @param at when it was asked
 * @param underWay what was still under way, one sentence each; nothing is rest
 * @param findings one for each invariant
 */
public record AuditReport(Instant at, List<String> underWay, List<Finding> findings) {

    /** Whether nothing is violated. */
    public boolean clean() {
        return findings.stream().allMatch(finding -> finding.violations() == 0);
    }

    /** Whether nothing was under way. */
    public boolean atRest() {
        return underWay.isEmpty();
    }

    /** Every check that is violated. */
    public List<Answer> violated() {
        return findings.stream()
                .flatMap(finding -> finding.answers().stream())
                .filter(Answer::isViolated)
                .toList();
    }

    /** The report for people: one line for each invariant, what is violated or not checkable below it. */
    public List<String> lines() {
        String rest = "at rest: " + (atRest() ? "yes" : "no, " + String.join("; ", underWay));
        String verdict = clean() ? "clean" : violated().size() + " checks are violated";
        return Stream.of(
                        Stream.of("audit of " + at + ", " + rest),
                        findings.stream().flatMap(Finding::lines),
                        Stream.of("audit: " + verdict))
                .flatMap(part -> part)
                .toList();
    }

    /** The report for machines. */
    public JsonObject json() {
        return new JsonObject()
                .put("at", at.toString())
                .put("clean", clean())
                .put("atRest", atRest())
                .put("underWay", new JsonArray(underWay))
                .put(
                        "invariants",
                        new JsonArray(findings.stream().map(Finding::json).toList()));
    }
}
