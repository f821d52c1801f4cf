package dev.orderly.launcher;

import dev.orderly.testing.api.ApiOperation;
import dev.orderly.testing.api.ApiParameter;
import dev.orderly.testing.api.Specimens;
import dev.orderly.web.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** A request that a contract allows, to be spoilt in one place. */
final class Draft {

    private final ApiOperation operation;
    private final Map<String, String> path = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private HttpMethod method;
    private Buffer body = Buffer.buffer();

    private Draft(ApiOperation operation) {
        this.operation = operation;
        this.method = HttpMethod.valueOf(operation.method());
    }

    /** Any request to the operation, often to something that exists. */
    static Draft of(ApiOperation operation, Specimens specimens, KnownThings known, Random random) {
        Draft draft = new Draft(operation);
        operation.parameters().forEach(parameter -> draft.fill(parameter, specimens, known, random));
        return operation
                .body()
                .filter(schema -> operation.bodyRequired() || random.nextBoolean())
                .map(schema -> draft.json(Json.write(specimens.allowed("", schema))))
                .orElse(draft);
    }

    private void fill(ApiParameter parameter, Specimens specimens, KnownThings known, Random random) {
        String any = specimens.allowed(parameter.name(), parameter.schema()).asText();
        if (parameter.in().equals("path")) {
            Optional<String> existing = member(parameter.name(), known).filter(id -> random.nextInt(5) > 0);
            path.put(parameter.name(), existing.orElse(any));
        } else {
            put(parameter.in().equals("query") ? query : headers, parameter, any, random);
        }
    }

    private Optional<String> member(String name, KnownThings known) {
        String[] around = operation.path().split("/\\{" + name + "}", 2);
        int next = around[1].indexOf("/{");
        return next < 0
                ? known.member(filled(around[0]))
                : known.parent(filled(around[0]), around[1].substring(0, next));
    }

    private void put(Map<String, String> into, ApiParameter parameter, String value, Random random) {
        if (parameter.required() || (!parameter.isOpaque() && random.nextInt(3) == 0)) {
            into.put(parameter.name(), value);
        }
    }

    Draft method(String name) {
        method = HttpMethod.valueOf(name);
        return this;
    }

    Draft path(String name, String value) {
        path.put(name, value);
        return this;
    }

    Draft query(String name, String value) {
        query.put(name, value);
        return this;
    }

    Draft header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Draft without(String name) {
        headers.remove(name);
        return this;
    }

    Draft json(Buffer bytes) {
        body = bytes;
        return header("Content-Type", "application/json");
    }

    Draft body(Buffer bytes) {
        body = bytes;
        return this;
    }

    Probe probe(String about, Expected expected) {
        return probe(about, uri(), expected);
    }

    /** With the address as it stands there. */
    Probe probe(String about, String uri, Expected expected) {
        return new Probe(operation, about, method, uri, headers, body, expected);
    }

    String uri() {
        String asked = query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return filled(operation.path()) + (asked.isEmpty() ? "" : "?" + asked);
    }

    private String filled(String template) {
        String filled = template;
        for (Map.Entry<String, String> value : path.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", encoded(value.getValue()));
        }
        return filled;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
