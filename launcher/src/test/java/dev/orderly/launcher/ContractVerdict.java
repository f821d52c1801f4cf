package dev.orderly.launcher;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orderly.testing.api.ApiAnswer;
import dev.orderly.testing.api.ApiOperation;
import dev.orderly.testing.api.OpenApi;
import dev.orderly.testing.api.SchemaCheck;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds an answer against the contract that it was asked by: status, headers, media type, body. */
final class ContractVerdict {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Those that a client acts upon. */
    private static final List<String> TELLING =
            List.of("etag", "link", "location", "retry-after", "idempotency-replayed");

    private final List<ApiOperation> operations;
    private final JsonNode problem = OpenApi.of("order").schema("Problem");

    ContractVerdict(List<ApiOperation> operations) {
        this.operations = operations;
    }

    /** The methods of a path: GET brings HEAD. */
    static Set<String> methods(List<ApiOperation> there) {
        Set<String> methods = new TreeSet<>();
        there.stream().map(ApiOperation::method).forEach(methods::add);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** What is wrong with the answer. */
    List<String> faults(Probe probe, Answered answer) {
        List<String> faults = new ArrayList<>();
        if (!probe.expected().includes(answer.status())) {
            faults.add("not " + probe.expected().word());
        }
        Optional.ofNullable(probe.operation().answers().get(answer.status()))
                .ifPresentOrElse(
                        documented -> addFaults(faults, documented, probe, answer),
                        () -> addUndocumented(faults, probe, answer));
        return faults;
    }

    /** No operation documents the answer to a method that its path does not have. */
    private void addUndocumented(List<String> faults, Probe probe, Answered answer) {
        if (answer.status() != 405) {
            faults.add("not documented");
            return;
        }
        List<ApiOperation> there = operations.stream()
                .filter(operation -> operation.path().equals(probe.operation().path()))
                .toList();
        Set<String> allow =
                new TreeSet<>(Arrays.asList(answer.header("allow").orElse("").split(", ")));
        if (!allow.equals(methods(there))) {
            faults.add("Allow is " + allow);
        }
        addFaults(faults, new ApiAnswer(Map.of("application/problem+json", problem), Map.of()), probe, answer);
    }

    private static void addFaults(List<String> faults, ApiAnswer documented, Probe probe, Answered answer) {
        documented.headers().forEach((name, always) -> {
            if (always && answer.header(name).isEmpty()) {
                faults.add("no " + name);
            }
        });
        TELLING.stream()
                .filter(name ->
                        answer.header(name).isPresent() && !documented.headers().containsKey(name))
                .forEach(name -> faults.add(name + " is not documented"));
        addContentFaults(faults, documented, probe, answer);
    }

    private static void addContentFaults(List<String> faults, ApiAnswer documented, Probe probe, Answered answer) {
        String type = answer.header("content-type").orElse("").replaceFirst(";.*", "");
        boolean isBare = documented.contents().isEmpty();
        if (!isBare && !documented.contents().containsKey(type)) {
            faults.add("Content-Type " + type);
        }
        if (isBare || probe.method().equals(HttpMethod.HEAD)) {
            addBareFaults(faults, answer);
        } else if (documented.contents().containsKey(type)) {
            addBodyFaults(faults, documented.contents().get(type), answer);
        }
    }

    private static void addBareFaults(List<String> faults, Answered answer) {
        if (answer.body().length() > 0) {
            faults.add("a body");
        }
    }

    private static void addBodyFaults(List<String> faults, JsonNode schema, Answered answer) {
        try {
            JsonNode body = JSON.readTree(answer.body().getBytes());
            faults.addAll(SchemaCheck.faults(schema, body));
            if (body.has("instance") && body.path("status").asInt() != answer.status()) {
                faults.add("a problem of status " + body.path("status"));
            }
        } catch (IOException unreadable) {
            faults.add("a body that is no JSON");
        }
    }
}
