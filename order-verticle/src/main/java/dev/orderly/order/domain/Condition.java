package dev.orderly.order.domain;

import java.util.function.Predicate;

/** A named question about a situation, on which a cell of the state table branches. */
record Condition(String text, Predicate<Situation> holds) {

    Condition and(Condition other) {
        return new Condition(text + " and " + other.text, holds.and(other.holds));
    }

    Condition or(Condition other) {
        return new Condition(text + " or " + other.text, holds.or(other.holds));
    }

    /** This cell where the condition holds, the other one elsewhere. */
    Cell then(Cell yes, Cell otherwise) {
        return new Cell(
                text + ": " + part(yes) + ", else " + part(otherwise),
                now -> (holds.test(now) ? yes : otherwise).decide(now));
    }

    private static String part(Cell cell) {
        return cell.text().contains(", else ") ? "(" + cell.text() + ")" : cell.text();
    }
}
