package dev.orderly.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What each kind of problem means and what can be done about it: the pages that a problem's {@code type} leads to. */
final class ProblemPages {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>%1$s</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/page.css"></head>
            <body><main>
            %2$s
            </main></body>
            </html>
            """;

    private static final String KIND = """
            <p><a href="/docs/problems">All problems</a></p>
            <h1>%1$s</h1>
            <p><code>%2$s</code>, status %3$s</p>
            <h2>What it means</h2>
            <p>%4$s</p>
            <h2>What to do</h2>
            <p>%5$s</p>
            """;

    private final Map<String, JsonNode> kinds = new TreeMap<>();

    /** The kinds of the document: code → status, title, meaning, remedy. */
    ProblemPages(JsonNode document) {
        document.properties().forEach(kind -> kinds.put(kind.getKey(), kind.getValue()));
    }

    /** The page of one kind, if there is such a kind. */
    Optional<String> page(String code) {
        return Optional.ofNullable(kinds.get(code))
                .map(kind -> PAGE.formatted(text(kind, "title"), described(code, kind)));
    }

    /** The page that leads to all of them. */
    String index() {
        String rows = kinds.entrySet().stream()
                .map(kind -> "<li><a href=\"/docs/problems/" + kind.getKey() + "\"><code>" + kind.getKey()
                        + "</code></a> " + text(kind.getValue(), "title") + "</li>")
                .collect(Collectors.joining("\n"));
        return PAGE.formatted("Problems", "<h1>Problems</h1>\n<ul>\n" + rows + "\n</ul>");
    }

    private static String described(String code, JsonNode kind) {
        return KIND.formatted(
                text(kind, "title"), code, kind.path("status").asText(), text(kind, "meaning"), text(kind, "remedy"));
    }

    private static String text(JsonNode kind, String name) {
        return kind.path(name).asText().replace("&", "&amp;").replace("<", "&lt;");
    }
}
