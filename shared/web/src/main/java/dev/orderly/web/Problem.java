package dev.orderly.web;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A refusal that a client is told, as RFC 9457 problem details: the one exception type that the edge answers as it stands.
 * {@code type} is {@code /docs/problems/<code>}; nothing in it may name a class, a statement or a machine. It carries no stack trace.
 */
public final class Problem extends RuntimeException {

    /** The media type of a problem on the wire. */
    public static final String MEDIA_TYPE = "application/problem+json; charset=utf-8";

    private final int status;
    private final String code;
    private final String title;
    private final List<Violation> violations;
    private final Map<String, String> headers;

    private Problem(
            int status,
            String code,
            String title,
            String detail,
            List<Violation> violations,
            Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.violations = List.copyOf(violations);
        this.headers = Map.copyOf(headers);
    }

    /** A problem of any kind; prefer the named ones. */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of());
    }

    /** 400 {@code validation_error}: every field that is wrong, at once. */
    public static Problem validation(List<Violation> violations) {
        String detail = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
        return new Problem(400, "validation_error", "The request is not valid", detail, violations, Map.of());
    }

    /** 400 {@code validation_error} for one field. */
    public static Problem validation(String field, String message) {
        return validation(List.of(new Violation(field, message)));
    }

    /** 400 {@code malformed}: what was sent cannot be read at all. */
    public static Problem malformed(String detail) {
        return of(400, "malformed", "The request cannot be read", detail);
    }

    /** 401 {@code unauthorized}: no token came. */
    public static Problem unauthorized() {
        return of(401, "unauthorized", "A token is needed", "Send one as Authorization: Bearer.")
                .with("WWW-Authenticate", "Bearer");
    }

    /** 401 {@code unauthorized}: a token came that is not believed. */
    public static Problem invalidToken(String why) {
        return of(401, "unauthorized", "The token is not valid", "The token " + why + ".")
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    /** 403 {@code forbidden}: the token lacks one of these scopes. */
    public static Problem forbidden(Collection<String> scopes) {
        String wanted = String.join(" ", new TreeSet<>(scopes));
        return of(403, "forbidden", "Not allowed", "The token needs the scopes: " + wanted + ".")
                .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + wanted + "\"");
    }

    /** 403 {@code forbidden}: what the caller asks for is another's. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /** 404 {@code not_found}; {@code what} as in "order 0190…". */
    public static Problem notFound(String what) {
        return of(404, "not_found", "Not found", "There is no " + what + ".");
    }

    /** 405 {@code method_not_allowed} with the {@code Allow} header. */
    public static Problem methodNotAllowed(Collection<String> allowed) {
        String methods = String.join(", ", allowed);
        return of(405, "method_not_allowed", "Method not allowed", "Allowed here: " + methods + ".")
                .with("Allow", methods);
    }

    /** 409 {@code conflict}: the state forbids it; the detail says what is possible instead. */
    public static Problem conflict(String detail) {
        return of(409, "conflict", "Not possible in the present state", detail);
    }

    /** 412 {@code precondition_failed}: somebody else has changed it; {@code present} is what it is now. */
    public static Problem preconditionFailed(EntityTag present) {
        return of(
                412,
                "precondition_failed",
                "Changed meanwhile",
                "It is not what If-Match expects; it is now " + present + ".");
    }

    /** 413 {@code too_large}. */
    public static Problem tooLarge(int maxBytes) {
        return of(413, "too_large", "The body is too large", "A body may have at most " + maxBytes + " bytes.");
    }

    /** 422 with a code of its own: readable and well formed, yet nothing that can be done. */
    public static Problem unprocessable(String code, String detail) {
        return of(422, code, "The request cannot be carried out", detail);
    }

    /** 422 for fields that name something which does not exist, as an unknown product. */
    public static Problem unprocessable(String code, String detail, List<Violation> violations) {
        return new Problem(422, code, "The request cannot be carried out", detail, violations, Map.of());
    }

    /** 503 {@code overloaded}: nothing was done; come again after this time. */
    public static Problem overloaded(Duration retryAfter) {
        return crowded("Too many requests are under way. Nothing was done; try again.", retryAfter);
    }

    /** 503 {@code overloaded}: more is wanted of something than it can do; come again after this time. */
    public static Problem crowded(String detail, Duration retryAfter) {
        return of(503, "overloaded", "Too busy", detail).with("Retry-After", seconds(retryAfter));
    }

    /** 503 {@code unavailable}: something that is needed is away for a while. */
    public static Problem unavailable(String detail, Duration retryAfter) {
        return of(503, "unavailable", "Not available at the moment", detail).with("Retry-After", seconds(retryAfter));
    }

    /** 500 {@code internal_error}: our fault; what happened stands in the log only. */
    public static Problem internal() {
        return of(500, "internal_error", "Internal error", "Something went wrong on our side. It has been logged.");
    }

    /** 429 {@code too_many_requests}: this client asks too often; come again after this time. */
    public static Problem tooManyRequests(Duration retryAfter) {
        return of(
                        429,
                        "too_many_requests",
                        "Too many requests",
                        "You ask more often than is allowed. Nothing was done.")
                .with("Retry-After", seconds(retryAfter));
    }

    /** Whole seconds, at least one. */
    static String seconds(Duration retryAfter) {
        return Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }

    /** The same problem with one more header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, title, detail(), violations, more);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable, machine-readable name of the kind of problem. */
    public String code() {
        return code;
    }

    /** What happened, for a person. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Every field that is wrong. */
    public List<Violation> violations() {
        return violations;
    }

    /** Headers that belong to the answer. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The document of RFC 9457, section 3; {@code instance} names this one occurrence. */
    public Buffer document(String instance) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "/docs/problems/" + code);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail());
        members.put("instance", instance);
        members.put("code", code);
        if (!violations.isEmpty()) {
            members.put("errors", violations);
        }
        return Json.write(members);
    }
}
