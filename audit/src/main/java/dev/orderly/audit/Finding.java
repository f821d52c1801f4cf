package dev.orderly.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the audit found about one invariant. */
public record Finding(int number, String says, List<Answer> answers) {

    /** Violations of all its checks. */
    public long violations() {
        return answers.stream().mapToLong(Answer::violations).sum();
    }

    /** Whether no check of it could be asked. */
    public boolean isUnchecked() {
        return answers.stream().allMatch(answer -> answer.notCheckable().isPresent());
    }

    /** How long the database worked on it. */
    public long tookMs() {
        return answers.stream().mapToLong(Answer::tookMs).sum();
    }

    /** One line, then what is violated with examples, then what was not checkable and why. */
    Stream<String> lines() {
        String head = "%d  %-16s %5d ms  %s".formatted(number, verdict(), tookMs(), says);
        return Stream.of(Stream.of(head), violated(), unchecked()).flatMap(part -> part);
    }

    JsonObject json() {
        return new JsonObject()
                .put("invariant", number)
                .put("says", says)
                .put("verdict", verdict())
                .put("violations", violations())
                .put("milliseconds", tookMs())
                .put("checks", new JsonArray(answers.stream().map(Answer::json).toList()));
    }

    private String verdict() {
        if (violations() > 0) {
            return violations() == 1 ? "1 violation" : violations() + " violations";
        }
        return isUnchecked() ? "not checkable" : "holds";
    }

    private Stream<String> violated() {
        return answers.stream()
                .filter(Answer::isViolated)
                .flatMap(answer -> Stream.concat(
                        Stream.of("     violated: " + answer.check() + ": " + answer.violations()),
                        answer.examples().stream().map(example -> "       " + example)));
    }

    private Stream<String> unchecked() {
        Map<String, String> byReason = answers.stream()
                .filter(answer -> answer.notCheckable().isPresent())
                .collect(groupingBy(
                        answer -> answer.notCheckable().orElse(""),
                        LinkedHashMap::new,
                        mapping(Answer::number, joining(", "))));
        return byReason.entrySet().stream()
                .map(reason -> "     not checkable: " + reason.getKey() + ": " + reason.getValue());
    }
}
