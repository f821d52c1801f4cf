package dev.orderly.web;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which media types a request may send and ask for (RFC 9110, sections 8.3, 8.4 and 12.5.1): JSON, and not packed. */
final class Negotiation {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern NEVER = Pattern.compile(";q=0(\\.0{0,3})?(;|$)");

    private Negotiation() {}

    /** Whether a body is to be expected. */
    static boolean announcesBody(MultiMap headers) {
        String length = headers.get("Content-Length");
        return headers.contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    /** @throws Problem 415 when the body is something else */
    static void requireJson(MultiMap headers) {
        if (!isJson(headers.get("Content-Type"))) {
            throw unsupported("The body must be " + JSON + ".");
        }
        String packed = headers.get("Content-Encoding");
        if (packed != null && !packed.equalsIgnoreCase("identity")) {
            throw unsupported("The body must not be packed.");
        }
    }

    private static Problem unsupported(String detail) {
        return Problem.of(415, "unsupported_media_type", "Unsupported media type", detail);
    }

    /** @throws Problem 406 when the client takes nothing that is answered */
    static void requireJsonAccepted(MultiMap headers) {
        Map<String, Boolean> ranges = ranges(headers.getAll("Accept"));
        if (!ranges.isEmpty() && !acceptsJson(ranges) && !ranges.getOrDefault(PROBLEM, false)) {
            throw Problem.of(406, "not_acceptable", "Not acceptable", "Answers are " + JSON + ".");
        }
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String[] parts = compact(type).replace("\"", "").split(";", 2);
        return parts[0].equals(JSON) && (parts.length == 1 || parts[1].isEmpty() || parts[1].equals("charset=utf-8"));
    }

    /** Media range → whether it is wanted. */
    private static Map<String, Boolean> ranges(List<String> accept) {
        Map<String, Boolean> ranges = new HashMap<>();
        accept.stream()
                .flatMap(header -> Stream.of(compact(header).split(",")))
                .filter(range -> !range.isEmpty())
                .forEach(range -> ranges.merge(
                        range.replaceFirst(";.*", ""), !NEVER.matcher(range).find(), Boolean::logicalOr));
        return ranges;
    }

    /** The most specific range decides. */
    private static boolean acceptsJson(Map<String, Boolean> ranges) {
        return Stream.of(JSON, "application/*", "*/*")
                .flatMap(range -> Optional.ofNullable(ranges.get(range)).stream())
                .findFirst()
                .orElse(false);
    }

    private static String compact(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[ \\t]", "");
    }
}
