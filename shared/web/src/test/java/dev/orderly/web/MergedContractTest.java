package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergedContractTest {

    private static final String LEVEL = """
            {"paths": {"/stock": {"get": {"schema": {"$ref": "#/components/schemas/Page"}}}},
             "components": {"schemas": {"Page": {"items": {"$ref": "#/components/schemas/Level"}}, "Level": {"type": "integer"},
                                        "Problem": {"type": "object"}}}}
            """;
    private static final String PRODUCT = """
            {"paths": {"/products": {"get": {"schema": {"$ref": "#/components/schemas/Page"}}}},
             "components": {"schemas": {"Page": {"items": {"$ref": "#/components/schemas/Level"}}, "Level": {"type": "string"},
                                        "Problem": {"type": "object"}}}}
            """;

    @Test
    void hasThePathsOfAll() throws JsonProcessingException {
        assertThat(merged(LEVEL, PRODUCT).path("paths").fieldNames())
                .toIterable()
                .containsExactly("/stock", "/products");
    }

    @Test
    void sharesWhatMeansTheSameAndTellsApartWhatDoesNot() throws JsonProcessingException {
        ObjectNode merged = merged(LEVEL, PRODUCT);

        assertThat(merged.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Page", "Level", "Problem", "SecondPage", "SecondLevel");
        assertThat(merged.at("/paths/~1stock/get/schema/$ref").asText()).isEqualTo("#/components/schemas/Page");
        assertThat(merged.at("/paths/~1products/get/schema/$ref").asText())
                .isEqualTo("#/components/schemas/SecondPage");
        assertThat(merged.at("/components/schemas/SecondPage/items/$ref").asText())
                .isEqualTo("#/components/schemas/SecondLevel");
        assertThat(merged.at("/components/schemas/Page/items/$ref").asText()).isEqualTo("#/components/schemas/Level");
    }

    @Test
    void refusesTwoMeaningsOfOneOperation() {
        assertThatThrownBy(() -> merged(
                        "{\"paths\": {\"/stock\": {\"get\": {\"a\": 1}}}}",
                        "{\"paths\": {\"/stock\": {\"get\": {\"a\": 2}}}}"))
                .hasMessage("two services have get /stock");
    }

    private static ObjectNode merged(String first, String second) throws JsonProcessingException {
        Map<String, ObjectNode> contracts = new LinkedHashMap<>();
        contracts.put("first", Json.mapper().readValue(first, ObjectNode.class));
        contracts.put("second", Json.mapper().readValue(second, ObjectNode.class));
        return MergedContract.of(contracts);
    }
}
