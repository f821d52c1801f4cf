package dev.orderly.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A violation to be planted: the check that has to find it, the checks that find it too, and how it is planted. */
record Plant(String check, List<String> also, String sql) {

    private static final Pattern SECTION = Pattern.compile("(?m)^(?=-- plant )");
    private static final Pattern TARGET = Pattern.compile("(?:INSERT INTO|UPDATE|DELETE FROM) (\\w+\\.\\w+)");
    private static final Pattern HEAD = Pattern.compile("-- plant (\\w+)(?: also (.+))?");

    static List<Plant> all() {
        return SECTION.splitAsStream(Tables.text("/audit/plants.sql"))
                .flatMap(Plant::parse)
                .toList();
    }

    /** Every check that has to fire. */
    List<String> fires() {
        List<String> checks = new ArrayList<>(also);
        checks.add(check);
        return checks;
    }

    /** The tables that it changes. */
    List<String> tables() {
        return TARGET.matcher(sql)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return check + (also.isEmpty() ? "" : ", also " + String.join(", ", also));
    }

    private static Stream<Plant> parse(String section) {
        Matcher head = HEAD.matcher(section.lines().findFirst().orElse(""));
        if (!head.matches()) {
            return Stream.empty();
        }
        List<String> also =
                head.group(2) == null ? List.of() : List.of(head.group(2).split(", "));
        return Stream.of(new Plant(
                head.group(1), also, section.substring(section.indexOf('\n')).strip()));
    }
}
