package dev.orderly.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A table of states and events as the domain's page writes it: one line per event, one column per state, cells between bars. */
public final class CellTable {

    private final List<String> states;
    private final Map<String, List<String>> rows;

    private CellTable(List<String> states, Map<String, List<String>> rows) {
        this.states = states;
        this.rows = rows;
    }

    /** The table that stands here, its states in the first line. */
    public static CellTable of(String text) {
        List<List<String>> lines = text.lines().map(CellTable::cells).toList();
        List<String> head = lines.get(0);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        lines.stream().skip(1).forEach(line -> rows.put(line.get(0), line.subList(1, head.size())));
        return new CellTable(head.subList(1, head.size()), rows);
    }

    /** What an event does in a state. */
    public String at(String event, String state) {
        List<String> row = rows.get(event);
        if (row == null || !states.contains(state)) {
            throw new IllegalArgumentException("no cell for " + event + " in " + state);
        }
        return row.get(states.indexOf(state));
    }

    /** Makes something of each event in each state. */
    public <T> List<T> each(BiFunction<String, String, T> cell) {
        List<T> made = new ArrayList<>();
        rows.keySet().forEach(event -> states.forEach(state -> made.add(cell.apply(event, state))));
        return made;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }
}
