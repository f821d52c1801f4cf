package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.orderly.testing.api.ApiOperation;
import dev.orderly.testing.api.ApiParameter;
import dev.orderly.testing.api.SchemaCheck;
import dev.orderly.testing.api.Specimen;
import dev.orderly.testing.api.Specimens;
import dev.orderly.web.Json;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Derives requests from contracts: allowed ones, and for every way in which one can be wrong, one that is wrong in this way alone. */
final class Probes {

    private static final int FIRST_ONES = 5;
    private static final int ALLOWED_ONES = 20;
    private static final int LONGEST_WORD = 1_000;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");
    private static final List<String> OTHER_TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/jsonx",
            "application/json; charset=latin1",
            "multipart/form-data",
            "json");
    private static final String TOKEN = "Authorization";
    private static final Set<String> STEPS = Set.of("", ".", "..");

    private final Random random;
    private final KnownThings known;
    private final Badges badges;
    private final Specimens specimens;

    Probes(Random random, KnownThings known, Badges badges) {
        this.random = random;
        this.known = known;
        this.badges = badges;
        this.specimens = new Specimens(random, known::word);
    }

    /** Every kind of request to each of these operations, once; the values differ from time to time. */
    List<Probe> of(List<ApiOperation> operations) {
        List<Probe> probes = new ArrayList<>();
        operations.forEach(operation -> {
            addAllowed(probes, operation);
            addCallers(probes, operation);
            addParameters(probes, operation);
            addMediaTypes(probes, operation);
            addAddresses(probes, operation);
            operation
                    .body()
                    .ifPresentOrElse(
                            schema -> addBodies(probes, operation, schema), () -> addSurplusBody(probes, operation));
        });
        addMethods(probes, operations);
        return probes;
    }

    /** Some allowed requests to each of these operations. */
    List<Probe> allowed(List<ApiOperation> operations) {
        return operations.stream()
                .flatMap(operation -> Stream.generate(() -> allowed(operation)).limit(FIRST_ONES))
                .toList();
    }

    private Probe allowed(ApiOperation operation) {
        return draft(operation).probe("allowed", Expected.TAKEN);
    }

    private Draft draft(ApiOperation operation) {
        return Draft.of(operation, specimens, known, random).header(TOKEN, Badges.header(badges.clerk()));
    }

    private void addAllowed(List<Probe> probes, ApiOperation operation) {
        for (int i = 0; i < ALLOWED_ONES; i++) {
            probes.add(allowed(operation));
        }
        if (operation.method().equals("GET")) {
            probes.add(draft(operation).method("HEAD").probe("without the body", Expected.TAKEN));
            known.link(operation.path())
                    .ifPresent(link -> probes.add(draft(operation).probe("a next page", link, Expected.TAKEN)));
        }
    }

    private void addCallers(List<Probe> probes, ApiOperation operation) {
        probes.add(draft(operation).without(TOKEN).probe("no token", Expected.refused(401)));
        Spoilt.authorizations(badges.clerk())
                .forEach((what, value) ->
                        probes.add(draft(operation).header(TOKEN, value).probe(what, Expected.refused(401))));
        probes.add(draft(operation)
                .header(TOKEN, Badges.header(badges.nobody()))
                .probe("a token without scopes", Expected.refused(403)));
    }

    private void addParameters(List<Probe> probes, ApiOperation operation) {
        operation
                .parameters()
                .forEach(parameter -> specimens.around(parameter.name(), parameter.schema()).stream()
                        .filter(specimen -> specimen.value().isValueNode()
                                && !specimen.value().isNull())
                        .map(specimen -> specimen.value().asText())
                        .distinct()
                        .filter(word -> canBeSent(parameter, word))
                        .forEach(word -> probes.add(withParameter(operation, parameter, word))));
        operation.parameters("header").stream()
                .filter(ApiParameter::required)
                .forEach(parameter -> probes.add(draft(operation)
                        .without(parameter.name())
                        .probe("no " + parameter.name(), Expected.refused(400))));
        probes.add(draft(operation).query("surplus", "1").probe("an unknown parameter", Expected.refused(400)));
    }

    private static boolean canBeSent(ApiParameter parameter, String word) {
        return switch (parameter.in()) {
            case "path" -> word.length() <= LONGEST_WORD && !STEPS.contains(word);
            case "query" -> word.length() <= LONGEST_WORD;
            default -> word.length() <= LONGEST_WORD && word.equals(word.strip()) && word.matches("[ -~]*");
        };
    }

    private Probe withParameter(ApiOperation operation, ApiParameter parameter, String word) {
        Draft draft = draft(operation);
        Draft filled = switch (parameter.in()) {
            case "path" -> draft.path(parameter.name(), word);
            case "query" -> draft.query(parameter.name(), word);
            default -> draft.header(parameter.name(), word);
        };
        return filled.probe(parameter.name() + " " + word, expected(parameter, word));
    }

    private static Expected expected(ApiParameter parameter, String word) {
        if (parameter.isOpaque()) {
            return Expected.ANYTHING;
        }
        return SchemaCheck.allows(parameter.schema(), read(parameter.schema(), word))
                ? Expected.TAKEN
                : Expected.refused(400);
    }

    /** A parameter is always a text; a number is one that is spelled so. */
    private static JsonNode read(JsonNode schema, String word) {
        boolean isNumber = schema.path("type").asText().equals("integer") && word.matches("-?[0-9]{1,18}(\\.0+)?");
        return isNumber ? JsonNodeFactory.instance.numberNode(new BigDecimal(word)) : TextNode.valueOf(word);
    }

    private void addMediaTypes(List<Probe> probes, ApiOperation operation) {
        List.of("text/html", "application/json;q=0", "*/*;q=0")
                .forEach(type -> probes.add(
                        draft(operation).header("Accept", type).probe("Accept " + type, Expected.refused(406))));
        List.of("*/*", "application/*;q=0.1", "application/problem+json", "text/html, application/json")
                .forEach(type ->
                        probes.add(draft(operation).header("Accept", type).probe("Accept " + type, Expected.TAKEN)));
    }

    private void addAddresses(List<Probe> probes, ApiOperation operation) {
        String uri = draft(operation).uri();
        String and = uri.contains("?") ? "&" : "?";
        probes.add(
                draft(operation).probe("a long address", uri + and + "x=" + "y".repeat(5_000), Expected.refused(414)));
        probes.add(draft(operation).probe("a broken escape", uri + and + "x=%zz", Expected.refused(400)));
        probes.add(draft(operation).probe("an escape that is no UTF-8", uri + and + "x=%ff", Expected.refused(400)));
        probes.add(draft(operation).header("X-Long", "x".repeat(9_000)).probe("long headers", Expected.refused(431)));
        operation.parameters("query").stream()
                .findFirst()
                .ifPresent(parameter -> probes.add(draft(operation)
                        .probe(
                                "one twice",
                                operation.path() + "?" + parameter.name() + "=1&" + parameter.name() + "=1",
                                Expected.refused(400))));
    }

    private void addBodies(List<Probe> probes, ApiOperation operation, JsonNode schema) {
        specimens
                .around("", schema)
                .forEach(specimen -> probes.add(draft(operation)
                        .json(Json.write(specimen.value()))
                        .probe("body " + specimen, expected(schema, specimen))));
        Buffer good = Json.write(specimens.allowed("", schema));
        Spoilt.bodies(good, random)
                .forEach(
                        (what, body) -> probes.add(draft(operation).json(body).probe(what, expected(operation, body))));
        addOtherContents(probes, operation, good);
    }

    private void addOtherContents(List<Probe> probes, ApiOperation operation, Buffer good) {
        OTHER_TYPES.forEach(type -> probes.add(draft(operation)
                .body(good)
                .header("Content-Type", type)
                .probe("Content-Type " + type, Expected.refused(415))));
        probes.add(draft(operation).body(good).without("Content-Type").probe("no Content-Type", Expected.refused(415)));
        probes.add(
                draft(operation).json(good).header("Content-Encoding", "gzip").probe("packed", Expected.refused(415)));
        probes.add(
                draft(operation).json(Buffer.buffer("x".repeat(70_000))).probe("a long body", Expected.refused(413)));
    }

    private static Expected expected(JsonNode schema, Specimen specimen) {
        return SchemaCheck.allows(schema, specimen.value()) ? Expected.TAKEN : Expected.refused(400);
    }

    /** What is spoilt is refused; nothing at all is spoilt only where something is required. */
    private static Expected expected(ApiOperation operation, Buffer spoilt) {
        return spoilt.length() == 0 && !operation.bodyRequired() ? Expected.TAKEN : Expected.refused(400);
    }

    private void addSurplusBody(List<Probe> probes, ApiOperation operation) {
        probes.add(
                draft(operation).json(Buffer.buffer("{}")).probe("a body where none is taken", Expected.refused(400)));
    }

    private void addMethods(List<Probe> probes, List<ApiOperation> operations) {
        operations.stream().map(ApiOperation::path).distinct().forEach(path -> {
            List<ApiOperation> there = operations.stream()
                    .filter(operation -> operation.path().equals(path))
                    .toList();
            Set<String> allowed = ContractVerdict.methods(there);
            METHODS.stream()
                    .filter(method -> !allowed.contains(method))
                    .forEach(method -> probes.add(draft(there.get(0))
                            .body(Buffer.buffer())
                            .method(method)
                            .probe("another method", Expected.refused(405))));
        });
    }
}
