package dev.orderly.launcher;

import dev.orderly.testing.api.ApiOperation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.TreeMap;

/** One request of the fuzzing: to which operation, what there is about it, and how it has to be answered. */
record Probe(
        ApiOperation operation,
        String about,
        HttpMethod method,
        String uri,
        Map<String, String> headers,
        Buffer body,
        Expected expected) {

    private static final int SHOWN = 300;
    private static final int SHOWN_OF_TOKEN = 16;

    @Override
    public String toString() {
        Map<String, String> telling = new TreeMap<>(headers);
        telling.computeIfPresent("Authorization", (name, token) -> cut(token, SHOWN_OF_TOKEN));
        String shown = telling + " " + body;
        return "%s %s (%s: %s), %s"
                .formatted(
                        method,
                        cut(uri, SHOWN),
                        operation.id(),
                        about,
                        cut(shown.replaceAll("\\p{Cntrl}", "?"), SHOWN));
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
