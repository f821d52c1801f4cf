package dev.orderly.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Leads from a page of a list to the one after it: {@code Link} with {@code rel="next"} (RFC 8288, section 3). */
public final class PageLink {

    private static final String AFTER = "after";
    private static final String OFFSET = "offset";

    private PageLink() {}

    /** 200 with the page; when it has a next one, the link asks the same of it, going on after this. */
    public static Reply reply(Request request, String path, Object page, Optional<?> next) {
        Reply reply = Reply.ok(page);
        return next.map(after -> reply.with("Link", "<" + path + "?" + query(request, after) + ">; rel=\"next\""))
                .orElse(reply);
    }

    /** What was skipped to come here is not skipped again. */
    private static String query(Request request, Object after) {
        Map<String, String> query = new LinkedHashMap<>(request.queryParameters());
        query.remove(OFFSET);
        query.put(AFTER, after.toString());
        return query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
