package dev.orderly.launcher;

import dev.orderly.faults.Fault;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of the fault matrix: what was done to the shop, and how long it took to be whole again. */
record Injury(FaultPlace place, Fault.Action action, int orders, Duration healed) {

    /** All lines, point by point. */
    static String table(List<Injury> injuries) {
        Stream<String> lines = injuries.stream()
                .sorted(Comparator.comparing((Injury injury) -> injury.place().point())
                        .thenComparing(injury -> injury.place().role())
                        .thenComparing(Injury::action))
                .map(Injury::line);
        String head = cells("point", "role", "action", "reached", "orders", "healed in s");
        return Stream.concat(Stream.of(head), lines).collect(Collectors.joining("\n"));
    }

    private String line() {
        return cells(
                place.point().label(),
                place.role(),
                action.name().toLowerCase(Locale.ROOT),
                "yes",
                "" + orders,
                "%.1f".formatted(healed.toMillis() / 1_000.0));
    }

    private static String cells(Object... cells) {
        return "%-28s %-8s %-9s %-7s %6s %11s".formatted(cells);
    }
}
