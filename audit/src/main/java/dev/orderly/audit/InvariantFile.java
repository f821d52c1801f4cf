package dev.orderly.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads invariants out of a file of SQL: {@code -- part}, {@code -- invariant} and {@code -- check} lines, each with what follows it. */
final class InvariantFile {

    private static final Pattern PART = Pattern.compile("-- part (\\w+)");
    private static final Pattern INVARIANT = Pattern.compile("-- invariant (\\d): (.+)");
    private static final Pattern CHECK = Pattern.compile("-- check (\\w+) \\[([AQ])] (?:\\(([a-z ]+)\\) )?(.+)");
    private static final Pattern SECTION = Pattern.compile("(?m)^(?=-- (?:part|invariant|check) )");
    private static final Pattern SOURCE = Pattern.compile("(?<!DISTINCT )\\b(?:FROM|JOIN)\\s+([a-z_]+(?:\\.[a-z_]+)?)");

    /** The count is complete. */
    private static final String COUNTED = """
            WITH %sviolations (subject, detail) AS (
            %s
            )
            SELECT subject, detail, count(*) OVER () AS violations FROM violations LIMIT %s
            """;

    private static final String EXAMPLES = "3";

    /** Whoever asks about orders of their own has to know each that is missing. */
    private static final String EVERY_ONE = "ALL";

    private final Map<String, String> parts = new LinkedHashMap<>();
    private final List<Invariant> invariants = new ArrayList<>();

    private InvariantFile() {}

    /** The invariants of a resource beside this class's package root. */
    static List<Invariant> read(String resource) {
        InvariantFile file = new InvariantFile();
        SECTION.splitAsStream(text(resource)).forEach(file::take);
        return List.copyOf(file.invariants);
    }

    private static String text(String resource) {
        try (InputStream stream = InvariantFile.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void take(String section) {
        int end = section.indexOf('\n');
        String head = section.substring(0, end);
        String body = section.substring(end).strip();
        Matcher check = CHECK.matcher(head);
        Matcher invariant = INVARIANT.matcher(head);
        Matcher part = PART.matcher(head);
        if (check.matches()) {
            invariants.get(invariants.size() - 1).checks().add(check(check, body));
        } else if (invariant.matches()) {
            invariants.add(new Invariant(Integer.parseInt(invariant.group(1)), invariant.group(2), new ArrayList<>()));
        } else if (part.matches()) {
            parts.put(part.group(1), body);
        }
    }

    private Check check(MatchResult head, String body) {
        List<Need> needs = needs(head.group(3));
        return new Check(
                head.group(1) + " " + head.group(4),
                "A".equals(head.group(2)) ? Check.Moment.ANY : Check.Moment.REST,
                needs,
                sources(body).filter(source -> source.contains(".")).distinct().toList(),
                COUNTED.formatted(with(body), body, needs.contains(Need.ACKED) ? EVERY_ONE : EXAMPLES));
    }

    private static List<Need> needs(@Nullable String words) {
        return words == null
                ? List.of()
                : Arrays.stream(words.split(" "))
                        .map(word -> Need.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    /** Everything that a query reads, tables and parts, also what its parts read. */
    private Stream<String> sources(String sql) {
        return SOURCE.matcher(sql)
                .results()
                .map(found -> found.group(1))
                .flatMap(source -> parts.containsKey(source)
                        ? Stream.concat(Stream.of(source), sources(parts.getOrDefault(source, "")))
                        : Stream.of(source));
    }

    private String with(String body) {
        List<String> used = sources(body).toList();
        StringBuilder expressions = new StringBuilder();
        parts.forEach((name, sql) -> {
            if (used.contains(name)) {
                expressions.append(name).append(" AS (\n").append(sql).append("\n),\n");
            }
        });
        return expressions.toString();
    }
}
