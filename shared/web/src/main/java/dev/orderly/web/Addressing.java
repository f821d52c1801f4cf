package dev.orderly.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.regex.Pattern;

/** Tells apart what cannot be routed: broken escapes, at which the router would throw, and requests to no host or to several. */
final class Addressing {

    private static final Pattern ESCAPED = Pattern.compile("(?:[^%]|%[0-9a-fA-F]{2})*+");

    private Addressing() {}

    /** Whether address and host are well formed (RFC 3986, section 2.1; RFC 9112, section 3.2). */
    static boolean isWellFormed(HttpServerRequest request) {
        return ESCAPED.matcher(request.uri()).matches() && namesOneHost(request);
    }

    private static boolean namesOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll(HttpHeaders.HOST).size();
        return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
    }
}
