package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shop publishes about itself is what it is built from. */
class PublishedFilesIT {

    private static final List<String> SERVICES = List.of("order", "stock", "payment", "catalog");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static TestShop shop;

    @BeforeAll
    static void open() {
        shop = TestShop.start("published", Map.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi", "asyncapi", "service"})
    void servesEachServicesFiles(String kind) throws IOException {
        for (String service : SERVICES) {
            String file = kind + "/" + service + ".yaml";
            try (InputStream built = PublishedFilesIT.class.getClassLoader().getResourceAsStream(file)) {
                assertThat(document("/" + file)).isEqualTo(YAML.readTree(built));
            }
        }
    }

    @Test
    void mergesTheContractsOfAll() throws IOException {
        Set<String> all = new TreeSet<>();
        for (String service : SERVICES) {
            all.addAll(operations(document("/openapi/" + service + ".yaml")));
        }

        JsonNode merged = document("/openapi.yaml");

        assertThat(operations(merged)).isEqualTo(all);
        assertThat(merged.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                merged.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void leadsFromAProblemToWhatItMeans() {
        ShopClient.Answer problem = shop.client().get("/orders/none");

        ShopClient.Answer page = shop.client().get(problem.body().path("type").asText());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("validation_error", "What to do");
        assertThat(shop.client().get("/docs/problems").text()).contains("/docs/problems/validation_error");
        assertThat(shop.client().get("/docs/problems/none").status()).isEqualTo(404);
    }

    @Test
    void showsAPageThatNeedsNothingFromElsewhere() {
        String page = shop.client().get("/docs").text();

        assertThat(page).contains("spec-url=\"/openapi.yaml\"").doesNotContain("http://", "https://");
        assertThat(shop.client().get("/docs/redoc.standalone.js").status()).isEqualTo(200);
        assertThat(shop.client().get("/docs/page.css").status()).isEqualTo(200);
    }

    private static Set<String> operations(JsonNode contract) {
        return new TreeSet<>(contract.findValuesAsText("operationId"));
    }

    private static JsonNode document(String path) throws IOException {
        ShopClient.Answer answer = shop.client().get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return YAML.readTree(answer.text());
    }
}
