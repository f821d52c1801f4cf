package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.api.ApiOperation;
import dev.orderly.testing.api.OpenApi;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fuzzing is not blind. */
class ContractVerdictTest {

    private static final String LEVEL = "{\"productId\":\"tea\",\"available\":1,\"reserved\":2,\"onHand\":3}";
    private static final Map<String, String> JSON =
            Map.of("Content-Type", "application/json; charset=utf-8", "ETag", "\"1\"");
    private static final Map<String, String> PROBLEM = Map.of("Content-Type", "application/problem+json");

    private final List<ApiOperation> operations = OpenApi.of("stock").operations();
    private final ContractVerdict verdict = new ContractVerdict(operations);

    private List<String> faults(Expected expected, int status, Map<String, String> headers, String body) {
        ApiOperation operation = operations.stream()
                .filter(candidate -> candidate.id().equals("getStock"))
                .findFirst()
                .orElseThrow();
        Probe probe = new Probe(operation, "", HttpMethod.GET, "/stock/tea", Map.of(), Buffer.buffer(), expected);
        MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        return verdict.faults(probe, new Answered(status, all, Buffer.buffer(body)));
    }

    private static String problem(int status) {
        return """
                {"type":"/docs/problems/not_found","title":"x","status":%d,"detail":"x","instance":"urn:x","code":"not_found"}
                """.formatted(status);
    }

    @Test
    void findsNothingWrongWithWhatIsDocumented() {
        assertThat(faults(Expected.TAKEN, 200, JSON, LEVEL)).isEmpty();
        assertThat(faults(Expected.TAKEN, 404, PROBLEM, problem(404))).isEmpty();
        assertThat(faults(Expected.TAKEN, 304, Map.of("ETag", "\"1\""), "")).isEmpty();
    }

    @Test
    void findsWhatIsNotDocumented() {
        assertThat(faults(Expected.ANYTHING, 500, PROBLEM, problem(500))).contains("not documented");
        assertThat(faults(Expected.ANYTHING, 409, PROBLEM, problem(409))).contains("not documented");
        assertThat(faults(Expected.TAKEN, 400, PROBLEM, problem(400))).contains("not taken");
        assertThat(faults(Expected.refused(400), 200, JSON, LEVEL)).contains("not refused with [400]");
        assertThat(faults(Expected.TAKEN, 200, JSON, LEVEL.replace("}", ",\"more\":1}")))
                .hasSize(1);
        assertThat(faults(Expected.TAKEN, 200, JSON, LEVEL.replace("1", "\"1\"")))
                .hasSize(1);
        assertThat(faults(Expected.TAKEN, 200, JSON, "")).isNotEmpty();
        assertThat(faults(Expected.TAKEN, 200, PROBLEM, LEVEL))
                .contains("no etag", "Content-Type application/problem+json");
        assertThat(faults(Expected.TAKEN, 404, PROBLEM, problem(400))).contains("a problem of status 400");
        assertThat(faults(Expected.TAKEN, 503, PROBLEM, problem(503))).contains("no retry-after");
        assertThat(faults(
                        Expected.refused(405),
                        405,
                        Map.of("Content-Type", "application/problem+json", "Allow", "GET"),
                        problem(405)))
                .contains("Allow is [GET]");
    }
}
