package dev.orderly.web;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A service's OpenAPI document, as far as it drives the routes. */
record Contract(String service, List<ContractOperation> operations) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String PROBLEM = "application/problem+json";

    /** Loads {@code openapi/<service>.yaml} from the class path. */
    static Future<Contract> load(Vertx vertx, String resource) {
        return vertx.executeBlocking(() -> readable(resource))
                .compose(document -> OpenAPIContract.from(vertx, document))
                .recover(invalid -> Future.failedFuture(unusable(resource, invalid)))
                .map(contract -> of(resource, contract));
    }

    /** The library's own message does not say which contract and hides the reason in the cause. */
    private static IllegalStateException unusable(String resource, Throwable invalid) {
        Throwable reason = invalid.getCause() == null ? invalid : invalid.getCause();
        return new IllegalStateException("contract " + resource + ": " + reason.getMessage(), invalid);
    }

    private static JsonObject readable(String resource) throws IOException {
        try (InputStream yaml = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException("no contract " + resource + " on the class path");
            }
            Map<String, Object> document = YAML.readValue(yaml, new TypeReference<>() {});
            withoutProblemBodies(document);
            return new JsonObject(document);
        }
    }

    /** The library knows no media type but a few and refuses a contract with problem bodies; routes don't depend on them. */
    private static void withoutProblemBodies(Object node) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("content") instanceof Map<?, ?> content && content.containsKey(PROBLEM)) {
                content.remove(PROBLEM);
                if (content.isEmpty()) {
                    map.remove("content");
                }
            }
            map.values().forEach(Contract::withoutProblemBodies);
        } else if (node instanceof List<?> list) {
            list.forEach(Contract::withoutProblemBodies);
        }
    }

    private static Contract of(String resource, OpenAPIContract contract) {
        String service = resource.replaceFirst(".*/", "").replaceFirst("\\.[a-z]+$", "");
        List<ContractOperation> operations = new ArrayList<>();
        contract.operations().forEach(operation -> operations.add(ContractOperation.of(operation)));
        operations.sort(Comparator.comparing(ContractOperation::sortKey));
        return new Contract(service, List.copyOf(operations));
    }

    /** The operations of each path, fixed paths before those with parameters. */
    Map<String, List<ContractOperation>> byPath() {
        return operations.stream()
                .collect(Collectors.groupingBy(ContractOperation::path, LinkedHashMap::new, Collectors.toList()));
    }

    /** @throws IllegalStateException naming every operation that only one side knows */
    void requireSame(Operations methods) {
        Set<String> ids = operations.stream().map(ContractOperation::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> withoutMethod = new TreeSet<>(ids);
        withoutMethod.removeAll(methods.names());
        Set<String> undocumented = new TreeSet<>(methods.names());
        undocumented.removeAll(ids);
        if (!withoutMethod.isEmpty() || !undocumented.isEmpty()) {
            throw new IllegalStateException("contract of " + service + ": operations without a method " + withoutMethod
                    + ", methods without an operation " + undocumented);
        }
    }
}
