package dev.orderly.web;

import dev.orderly.tracing.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What an operation sees of an HTTP request; parameters have passed the contract's limits already. */
public final class Request {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    private final String operationId;
    private final Caller caller;
    private final Map<String, String> pathParameters;
    private final Map<String, String> queryParameters;
    private final MultiMap headers;
    private final Buffer rawBody;
    private final Fields query;
    private Optional<String> traceparent = Optional.empty();

    Request(
            String operationId,
            Caller caller,
            Map<String, String> pathParameters,
            Map<String, String> queryParameters,
            MultiMap headers,
            Buffer rawBody) {
        this.operationId = operationId;
        this.caller = caller;
        this.pathParameters = pathParameters;
        this.queryParameters = queryParameters;
        this.headers = headers;
        this.rawBody = rawBody;
        this.query = Fields.spelled(queryParameters);
    }

    /** The contract's name of what is asked. */
    public String operationId() {
        return operationId;
    }

    /** Who sends it; nobody in particular where the contract asks for no token. */
    public Caller caller() {
        return caller;
    }

    /** A path parameter of the contract, decoded. @throws IllegalArgumentException when the path has none of that name */
    public String pathParameter(String name) {
        return Optional.ofNullable(pathParameters.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no path parameter " + name));
    }

    /** A path parameter that is a UUID. @throws Problem 400 when it is none */
    public UUID uuid(String name) {
        Fields parameters = Fields.spelled(Map.of(name, pathParameter(name)));
        return parameters.into(path -> path.uuid(name));
    }

    /** The query parameters, with the contract's defaults filled in; numbers and flags are read from their spelling. */
    public Fields query() {
        return query;
    }

    /** One query parameter or its default in the contract, if there is one. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(queryParameters.get(name));
    }

    /** All query parameters as they are understood, defaults included. */
    Map<String, String> queryParameters() {
        return queryParameters;
    }

    /** A header's first value; names are not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The {@code Idempotency-Key}, if there is one. @throws Problem 400 unless it is 8 to 64 of {@code A-Z a-z 0-9 _ -} */
    public Optional<String> idempotencyKey() {
        Optional<String> key = header("Idempotency-Key");
        if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
            throw Problem.validation("Idempotency-Key", "must be 8 to 64 of the characters A-Z a-z 0-9 _ -");
        }
        return key;
    }

    /** What is expected of the thing that is changed. @throws Problem 400 when {@code If-Match} is not well formed */
    public IfMatch ifMatch() {
        return IfMatch.read(header("If-Match"));
    }

    /** The place in its trace of the work on this request, for what that work causes: in the caller's trace, or in one that begins here. */
    public Optional<String> traceparent() {
        return traceparent;
    }

    /** The same as that piece of work. */
    Request within(Span work) {
        traceparent = Optional.of(work.traceparent());
        return this;
    }

    /** The body as it came; empty when there is none. */
    public Buffer rawBody() {
        return rawBody;
    }

    /** The body as a JSON object, read anew at each call. @throws Problem 400 as {@link Fields#parse} */
    public Fields body() {
        return Fields.parse(rawBody);
    }
}
