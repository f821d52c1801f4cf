package dev.orderly.web;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a contract.
 *
 * @param id its operationId
 * @param method where it is mounted
 * @param path where it is mounted, parameters with a colon
 * @param parameters what it takes in path and query
 * @param body whether it takes a body
 * @param security the scopes that a caller must have; empty where no token is asked for
 * @param takesIn whether it takes in new work
 */
record ContractOperation(
        String id,
        HttpMethod method,
        String path,
        List<ContractParameter> parameters,
        Body body,
        Optional<Set<String>> security,
        boolean takesIn) {

    /** Whether an operation takes a JSON body. */
    enum Body {
        NONE,
        OPTIONAL,
        REQUIRED,
        /** A plain route that is only read: whatever comes is not looked at. */
        UNDOCUMENTED,
        /** A plain route that does something: whatever comes, but said to be JSON, so that a browser asks before another site's page sends it. */
        UNDOCUMENTED_JSON;

        boolean isDocumented() {
            return this != UNDOCUMENTED && this != UNDOCUMENTED_JSON;
        }
    }

    private static final String EMPTY_OBJECT = "{}";

    static ContractOperation of(io.vertx.openapi.contract.Operation operation) {
        return new ContractOperation(
                operation.getOperationId(),
                operation.getHttpMethod(),
                operation.getOpenAPIPath().replaceAll("\\{([^}]+)}", ":$1"),
                operation.getParameters().stream()
                        .filter(ContractOperation::isPathOrQuery)
                        .map(ContractParameter::of)
                        .toList(),
                body(operation.getRequestBody()),
                security(operation.getSecurityRequirements()),
                false);
    }

    static ContractOperation plain(HttpMethod method, String path, Optional<Set<String>> security) {
        Body body = method.equals(HttpMethod.GET) ? Body.UNDOCUMENTED : Body.UNDOCUMENTED_JSON;
        return new ContractOperation(method + " " + path, method, path, List.of(), body, security, false);
    }

    ContractOperation takingIn() {
        return new ContractOperation(id, method, path, parameters, body, security, true);
    }

    /** Our contracts know one scheme and no alternatives. */
    private static Optional<Set<String>> security(List<SecurityRequirement> requirements) {
        if (requirements.size() > 1) {
            throw new IllegalStateException("alternatives in the security of an operation are not supported");
        }
        return requirements.stream()
                .findFirst()
                .map(requirement -> requirement.getNames().stream()
                        .flatMap(scheme -> requirement.getScopes(scheme).stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Body body(@Nullable RequestBody documented) {
        if (documented == null) {
            return Body.NONE;
        }
        return documented.isRequired() ? Body.REQUIRED : Body.OPTIONAL;
    }

    private static boolean isPathOrQuery(io.vertx.openapi.contract.Parameter parameter) {
        return switch (parameter.getIn()) {
            case PATH, QUERY -> true;
            default -> false;
        };
    }

    /** Fixed segments before parameters: {@code /orders/stats} is asked before {@code /orders/:id}. */
    String sortKey() {
        return sortKey(path);
    }

    static String sortKey(String path) {
        return path.replace(':', '\uffff');
    }

    /** @throws Problem 415 or 406 when the request's media types are none that this operation speaks */
    private void negotiate(MultiMap headers) {
        boolean mustBeJson = body == Body.REQUIRED || body == Body.UNDOCUMENTED_JSON;
        if (mustBeJson || (body == Body.OPTIONAL && Negotiation.announcesBody(headers))) {
            Negotiation.requireJson(headers);
        }
        if (body.isDocumented()) {
            Negotiation.requireJsonAccepted(headers);
        }
    }

    /** The body up to the limit; an optional one that is absent is an empty object, one where none is documented is refused. @throws Problem 415, 406 */
    Future<Buffer> body(HttpServerRequest request, int maxBytes) {
        negotiate(request.headers());
        return BodyReader.read(request, maxBytes).map(this::documented);
    }

    private Buffer documented(Buffer bytes) {
        if (body == Body.NONE && bytes.length() > 0) {
            throw Problem.malformed("No body is taken here.");
        }
        return body == Body.OPTIONAL && bytes.length() == 0 ? Buffer.buffer(EMPTY_OBJECT) : bytes;
    }

    /** Checks path and query. @return the query with defaults filled in @throws Problem 400 with every violation */
    Map<String, String> parameters(Map<String, String> inPath, MultiMap inQuery) {
        List<Violation> violations = new ArrayList<>();
        Map<String, String> query = new LinkedHashMap<>();
        inQuery.forEach(entry -> {
            if (query.put(entry.getKey(), entry.getValue()) != null) {
                violations.add(new Violation(entry.getKey(), "must be given once"));
            }
        });
        if (body.isDocumented()) {
            addUnknown(query.keySet(), violations);
        }
        for (ContractParameter parameter : parameters) {
            Map<String, String> given = parameter.inPath() ? inPath : query;
            parameter.check(given.get(parameter.name()), violations);
            parameter.defaultValue().ifPresent(value -> given.putIfAbsent(parameter.name(), value));
        }
        if (!violations.isEmpty()) {
            throw Problem.validation(violations);
        }
        return query;
    }

    private void addUnknown(Set<String> given, List<Violation> violations) {
        List<String> known = parameters.stream()
                .filter(parameter -> !parameter.inPath())
                .map(ContractParameter::name)
                .toList();
        for (String name : given) {
            if (!known.contains(name)) {
                violations.add(new Violation(name, "is not a parameter here"));
            }
        }
    }
}
