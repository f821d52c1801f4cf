package dev.orderly.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Some of a list, as every contract shows it.
 *
 * @param next what to ask for by {@code after} to read on; empty on the last page
 */
public record Page<V>(List<V> items, Optional<String> next) {

    private static final String AFTER = "after";
    private static final String OFFSET = "offset";

    /**
     * The page of what was found, which is one more than it holds if there are more.
     *
     * @param mark what the next page begins after, of the last item
     */
    public static <V> Page<V> of(List<V> found, int limit, Function<? super V, ?> mark) {
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        List<V> items = found.subList(0, limit);
        return new Page<>(items, Optional.of(mark.apply(items.get(limit - 1)).toString()));
    }

    /** 200 with the page; when there is a next one, {@code Link} with {@code rel="next"} (RFC 8288, section 3) asks the same of it. */
    public Reply reply(Request request, String path) {
        Reply reply = Reply.ok(this);
        return next.map(after -> reply.with("Link", "<" + path + "?" + query(request, after) + ">; rel=\"next\""))
                .orElse(reply);
    }

    /** What was skipped to come here is not skipped again. */
    private static String query(Request request, String after) {
        Map<String, String> query = new LinkedHashMap<>(request.queryParameters());
        query.remove(OFFSET);
        query.put(AFTER, after);
        return query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
