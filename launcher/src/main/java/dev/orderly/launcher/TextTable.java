package dev.orderly.launcher;

import java.util.ArrayList;
import java.util.List;

/** Rows for the terminal, every column as wide as its widest cell. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these words above its columns. */
    TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row; as many cells as there are titles. */
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** The titles and the rows. */
    List<String> lines() {
        return rows.stream().map(row -> line(row).stripTrailing()).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(width(column) - cell.length())).append(GAP);
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
