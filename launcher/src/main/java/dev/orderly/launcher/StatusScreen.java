package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The status of one process on one screen. */
final class StatusScreen {

    private static final String LINE = "%-14s %s";

    private StatusScreen() {}

    /** The lines; {@code oldest} is the order that has waited longest, if it could be asked for. */
    static List<String> lines(JsonNode status, Optional<JsonNode> oldest) {
        List<String> lines = new ArrayList<>();
        lines.add(line("orderly", status.path("version").asText()));
        lines.add(line("services", OrderScreen.words(status.path("services"))));
        lines.add(line("state", state(status)));
        lines.add(line(
                "intake",
                String.format(
                        Locale.ROOT,
                        "%.1f orders/s over the last minute",
                        status.path("ordersPerSecond").asDouble())));
        lines.add(line("outbox", outbox(status)));
        lines.add(line("lag", seconds(status.path("lag"))));
        lines.add(line("queues", depths(status.path("queues"))));
        lines.add(line("unrouted", status.path("unrouted").asText()));
        lines.add(line("dead letters", depths(status.path("deadLetters"))));
        oldest.ifPresent(orders -> lines.add(line("oldest order", oldest(orders))));
        return lines;
    }

    private static String line(String what, String value) {
        return LINE.formatted(what, value);
    }

    private static String state(JsonNode status) {
        String trouble = StreamSupport.stream(status.path("checks").spliterator(), false)
                .filter(check -> !check.path("ready").asBoolean())
                .map(check -> check.path("name").asText() + ": "
                        + check.path("reason").asText("not ready"))
                .collect(Collectors.joining("; "));
        return trouble.isEmpty() ? "ready" : "NOT READY  " + trouble;
    }

    private static String outbox(JsonNode status) {
        String waiting = "%s waiting, the oldest for %s"
                .formatted(status.path("outboxRows").asText(), seconds(status.path("outboxAge")));
        long parked = status.path("parked").asLong();
        return parked == 0 ? waiting : waiting + ", " + parked + " PARKED";
    }

    private static String seconds(JsonNode duration) {
        double seconds = Duration.parse(duration.asText("PT0S")).toMillis() / 1_000.0;
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static String depths(JsonNode queues) {
        String depths = queues.properties().stream()
                .filter(queue -> queue.getValue().asLong() > 0)
                .map(queue -> queue.getKey() + " " + queue.getValue().asText())
                .collect(Collectors.joining(", "));
        return depths.isEmpty() ? "all empty" : depths;
    }

    private static String oldest(JsonNode orders) {
        JsonNode order = orders.path(0);
        return order.isMissingNode()
                ? "none is undecided"
                : "%s %s since %s, waits for %s"
                        .formatted(
                                order.path("id").asText(),
                                order.path("status").asText(),
                                order.path("since").asText(),
                                order.path("waitsFor").asText("-"));
    }
}
