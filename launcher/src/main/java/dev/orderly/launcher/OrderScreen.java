package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Orders as an operator sees them, in lines. */
final class OrderScreen {

    private static final String LINE = "%-11s %s";

    private OrderScreen() {}

    /** One line per order that waits. */
    static List<String> stuck(JsonNode orders, String olderThan) {
        if (orders.isEmpty()) {
            return List.of("No order has waited longer than " + olderThan + ".");
        }
        TextTable table = new TextTable("ORDER", "STATUS", "SINCE", "WAITS FOR", "MOVED BY", "NEXT LOOK");
        orders.forEach(order -> table.add(
                text(order, "id"),
                text(order, "status"),
                text(order, "since"),
                text(order, "waitsFor"),
                words(order.path("movedBy")),
                text(order, "nextLookAt")));
        return table.lines();
    }

    /** One order with its timeline. */
    static List<String> order(JsonNode order) {
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("order", text(order, "id")));
        lines.add(LINE.formatted("customer", text(order, "customerId")));
        lines.add(LINE.formatted("placed", text(order, "createdAt")));
        lines.add(LINE.formatted("status", text(order, "status") + " since " + text(order, "since") + reason(order)));
        lines.add(LINE.formatted("facts", facts(order.path("facts"))));
        lines.add(LINE.formatted("waits for", text(order, "waitsFor")));
        lines.add(LINE.formatted("moved by", words(order.path("movedBy"))));
        if (order.has("call")) {
            lines.add(LINE.formatted("call", call(order.path("call"))));
        }
        lines.add("");
        lines.addAll(timeline(order.path("timeline")));
        return lines;
    }

    /** The words of a list, with commas. */
    static String words(JsonNode list) {
        String words = StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "-" : words;
    }

    private static String reason(JsonNode order) {
        return order.hasNonNull("reason") ? ", " + text(order, "reason") : "";
    }

    /** A fact that holds is named; one that says more than yes is named with what it says. */
    private static String facts(JsonNode facts) {
        String known = facts.properties().stream()
                .filter(fact -> !fact.getValue().isNull() && !isNo(fact.getValue()))
                .map(fact -> fact.getValue().isBoolean()
                        ? fact.getKey()
                        : fact.getKey() + " " + fact.getValue().asText())
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "-" : known;
    }

    private static boolean isNo(JsonNode fact) {
        return fact.isBoolean() && !fact.asBoolean();
    }

    private static String call(JsonNode call) {
        return "%s attempts, next at %s, last: %s"
                .formatted(text(call, "attempts"), text(call, "nextAttemptAt"), text(call, "lastError"));
    }

    private static List<String> timeline(JsonNode entries) {
        TextTable table = new TextTable("AT", "WHAT", "SOURCE", "FROM", "TO", "EFFECT");
        entries.forEach(entry -> table.add(
                text(entry, "at"),
                text(entry, "what"),
                text(entry, "source"),
                text(entry, "from"),
                text(entry, "to"),
                text(entry, "effect")));
        return table.lines();
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText("-");
    }
}
