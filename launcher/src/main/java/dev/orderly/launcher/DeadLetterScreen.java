package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Dead letters as an operator sees them, in lines. */
final class DeadLetterScreen {

    private static final String LINE = "%-9s %s";

    private DeadLetterScreen() {}

    /** One line per letter. */
    static List<String> list(JsonNode listed) {
        JsonNode letters = listed.path("letters");
        if (letters.isEmpty()) {
            return List.of("There are no such dead letters.");
        }
        List<String> lines = new ArrayList<>(table(letters));
        if (listed.path("more").asBoolean()) {
            lines.add("There may be more: narrow it down.");
        }
        return lines;
    }

    /** One letter with what is inside. */
    static List<String> letter(JsonNode opened) {
        JsonNode letter = opened.path("letter");
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("letter", text(letter, "id") + ", " + text(letter, "state")));
        lines.add(LINE.formatted("queue", text(letter, "queue") + " of " + text(letter, "service")));
        lines.add(LINE.formatted("event", text(letter, "type") + " " + text(letter, "eventId")));
        lines.add(LINE.formatted("about", text(letter, "subject")));
        lines.add(LINE.formatted("cause", text(letter, "cause") + ": " + text(letter, "detail")));
        lines.add(LINE.formatted(
                "attempts",
                text(letter, "attempts") + ", from " + text(letter, "firstAt") + " to " + text(letter, "lastAt")));
        lines.add("");
        opened.path("stack").asText().lines().forEach(lines::add);
        lines.add("");
        lines.add(opened.path("body").asText());
        return lines;
    }

    /** The order that a letter is about. */
    static List<String> beside(JsonNode order) {
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(OrderScreen.order(order));
        return lines;
    }

    /** What was done, or would have been. */
    static List<String> touched(String act, JsonNode touched) {
        JsonNode letters = touched.path("letters");
        String done = act.equals("replay") ? "sent again" : "dropped";
        List<String> lines = new ArrayList<>(letters.isEmpty() ? List.of() : table(letters));
        lines.add(
                touched.path("dryRun").asBoolean()
                        ? letters.size() + " would be " + done + "."
                        : letters.size() + " " + done + ".");
        if (touched.path("more").asBoolean()) {
            lines.add("There may be more: type it again.");
        }
        return lines;
    }

    private static List<String> table(JsonNode letters) {
        TextTable table = new TextTable("LETTER", "QUEUE", "EVENT", "ABOUT", "CAUSE", "TRIES", "LAST AT", "DETAIL");
        letters.forEach(letter -> table.add(
                text(letter, "id"),
                text(letter, "queue"),
                text(letter, "type"),
                text(letter, "subject"),
                text(letter, "cause"),
                text(letter, "attempts"),
                text(letter, "lastAt"),
                text(letter, "detail")));
        return table.lines();
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText("-");
    }
}
