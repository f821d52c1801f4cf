package dev.orderly.testing.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonNode ORDER = tree("""
            {"type":"object","additionalProperties":false,"required":["id","items"],
             "properties":{
               "id":{"type":"string","format":"uuid"},
               "price":{"type":"number","minimum":0,"exclusiveMinimum":true,"multipleOf":0.01},
               "code":{"type":"string","pattern":"^[A-Z]{2,3}$"},
               "items":{"type":"array","minItems":1,"maxItems":2,"items":{"oneOf":[
                 {"type":"string","minLength":1,"maxLength":3},
                 {"type":"object","required":["n"],"properties":{"n":{"type":"integer","minimum":1,"maximum":9}}}]}}}}
            """);

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"tea\"]}|true",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[{\"n\":9},\"a\"],\"price\":0.01}|true",
                "{\"id\":\"0190aaaa\",\"items\":[\"tea\"]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\"}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\",\"b\",\"c\"]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"long\"]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[{\"n\":10}]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[{\"n\":1.5}]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[{\"n\":1,\"m\":1}]}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\"],\"price\":0}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\"],\"price\":0.001}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\"],\"code\":\"A\"}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\"],\"code\":null}|false",
                "{\"id\":\"0190aaaa-0000-7000-8000-000000000000\",\"items\":[\"a\"],\"more\":1}|false",
                "[]|false"
            })
    void allowsWhatTheSchemaSays(String json, boolean isAllowed) {
        assertThat(SchemaCheck.allows(ORDER, tree(json))).isEqualTo(isAllowed);
    }

    @Test
    void saysWhereAndWhat() {
        assertThat(SchemaCheck.faults(ORDER, tree("{\"id\":7,\"items\":[{\"n\":\"x\"}]}")))
                .anySatisfy(fault -> assertThat(fault).startsWith("$.id").contains("type"))
                .anySatisfy(fault -> assertThat(fault).startsWith("$.items[0]"));
    }

    @Test
    void takesNoWordThatItDoesNotKnow() {
        assertThatThrownBy(() -> SchemaCheck.faults(tree("{\"uniqueItems\":true}"), tree("[]")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("uniqueItems");
    }

    @Test
    void makesValuesOnBothSidesOfEveryBound() {
        Specimens specimens = new Specimens(new Random(1), name -> Optional.empty());
        List<Specimen> around = specimens.around("order", ORDER);

        assertThat(around)
                .extracting(Specimen::about)
                .contains(
                        "no id", "one more property", "items 0 elements", "items 3 elements", "price 0.01", "price -1")
                .anySatisfy(about -> assertThat(about).isEqualTo("items holding n 10"));
        assertThat(around)
                .filteredOn(specimen -> SchemaCheck.allows(ORDER, specimen.value()))
                .hasSizeGreaterThan(10);
        for (int i = 0; i < 100; i++) {
            assertThat(SchemaCheck.faults(ORDER, specimens.allowed("order", ORDER)))
                    .isEmpty();
        }
    }
}
