package dev.orderly.launcher;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /metrics} answers, in Prometheus' text format. */
record Scrape(String text) {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{[^\n]*})? \\S+$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) ?(.*)$");

    /** The names that a query may ask for. */
    Set<String> samples() {
        return SAMPLE.matcher(text).results().map(sample -> sample.group(1)).collect(Collectors.toSet());
    }

    /** The families with their types. */
    Map<String, String> types() {
        return pairs(TYPE);
    }

    /** What is said of each family. */
    Map<String, String> helps() {
        return pairs(HELP);
    }

    /** One sample, spelled with its labels. */
    double value(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no meter " + name));
    }

    private Map<String, String> pairs(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        (MatchResult found) -> found.group(1),
                        found -> found.group(2).strip(),
                        (first, second) -> first,
                        TreeMap::new));
    }
}
