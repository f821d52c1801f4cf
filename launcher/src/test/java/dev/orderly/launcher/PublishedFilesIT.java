package dev.orderly.launcher;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shop publishes about itself is what it is built from. */
class PublishedFilesIT {

    private static final List<String> SERVICES = List.of("order", "stock", "payment", "catalog");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

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
        assertThat(shop.client().get("/docs/redoc.standalone.js").text()).doesNotContain("cdn.redoc.ly");
        assertThat(shop.client().get("/docs/page.css").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "stock", "payment", "catalog"})
    void namesInAManifestWhatTheContractsSay(String service) throws IOException {
        URI place = URI.create("/service/" + service + ".yaml");
        JsonNode manifest = document(place.toString());
        JsonNode api = document(place.resolve(manifest.path("api").asText()).toString());
        JsonNode events =
                document(place.resolve(manifest.path("events").asText()).toString());
        String name = manifest.path("name").asText();

        assertThat(manifest.fieldNames())
                .toIterable()
                .containsExactly("name", "version", "owner", "api", "events", "auth");
        assertThat(manifest.path("version")).isEqualTo(api.at("/info/version")).isEqualTo(events.at("/info/version"));
        assertThat(api.at("/info/title").asText()).isEqualToIgnoringCase(name + " API");
        assertThat(events.at("/info/title").asText()).isEqualToIgnoringCase(name + " Events");
        assertThat(events.path("id").asText()).isEqualTo("urn:orderly:" + service);
        assertThat(manifest.path("owner").asText())
                .isEqualTo("team-" + name)
                .isEqualTo(events.at("/info/contact/name").asText());
        assertThat(texts(manifest.at("/auth/required_scopes"))).isEqualTo(scopes(api));
    }

    @Test
    void isUnderstoodByStrangersWhoKnowOnlyItsFiles() throws IOException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        shop.sell("tea", "2.50", 1_000_000);
        try (Stranger stranger = Stranger.listening(shop.broker(), asyncApis())) {
            JsonNode order = shop.client()
                    .traced("/orders", "{\"customerId\":\"ada\",\"items\":[\"tea\"]}", trace)
                    .body();
            String id = order.path("id").asText();

            CloudEvent created = stranger.await("order.created", id);
            assertThat(created.getId()).isNotEqualTo(id).hasSize(36);
            assertThat(created.getSource()).hasToString("order");
            assertThat(created.getTime()).isNotNull();
            assertThat(created.getDataContentType()).isEqualTo("application/json");
            assertThat(created.getExtension("traceparent").toString()).contains(trace.substring(3, 35));
            assertThat(created.getExtension("sequence").toString()).matches("[0-9]{19}");
            assertThat(stranger.data(created).path("customerId").asText()).isEqualTo("ada");
            assertThat(stranger.heard()).contains(new Stranger.Heard(created, false));
            CloudEvent completed = stranger.await("order.completed", id);
            assertThat(completed.getExtension("sequence").toString())
                    .isGreaterThan(created.getExtension("sequence").toString());
            for (String type : List.of("stock.reserved", "payment.successful", "stock.deducted")) {
                stranger.await(type, id);
            }
        }
    }

    @Test
    void sendsBatchesThatStrangersReadElementByElement() throws IOException {
        shop.sell("cup", "4", 1_000_000);
        List<String> orders = new CopyOnWriteArrayList<>();
        ExecutorService customers = Executors.newFixedThreadPool(16);
        try (Stranger stranger = Stranger.listening(shop.broker(), asyncApis())) {
            Eventually.holds(
                    LIMIT,
                    () -> orders.addAll(rush(customers))
                            && stranger.heard().stream().anyMatch(Stranger.Heard::inBatch),
                    () -> "no batch among the events of " + orders.size() + " orders");

            orders.forEach(order -> stranger.await("order.created", order));
        } finally {
            customers.shutdown();
        }
    }

    /** More orders at once than one transaction each would be quick for. */
    private static List<String> rush(ExecutorService customers) {
        return IntStream.range(0, 64)
                .mapToObj(each -> supplyAsync(() -> shop.order("ben", "cup", 1, "tok_ok"), customers))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static List<JsonNode> asyncApis() throws IOException {
        List<JsonNode> files = new ArrayList<>();
        for (String service : SERVICES) {
            files.add(document("/asyncapi/" + service + ".yaml"));
        }
        return files;
    }

    /** The scopes of all operations, without the role that is no service's own. */
    private static Set<String> scopes(JsonNode api) {
        Set<String> scopes = new TreeSet<>();
        api.findValues("security")
                .forEach(security -> security.findValues("bearerAuth").forEach(needed -> scopes.addAll(texts(needed))));
        scopes.remove("shop.staff");
        return scopes;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
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
