package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.orderly.contracts.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Document 3 sentence by sentence, by its own examples; where the product departs from them, docs/requirements.md says why. */
class DocumentThreeIT {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String ITS_ORDER = "{\"customerId\":\"%s\",\"items\":[\"tea\",\"cup\"]}";

    /** Its flow: the order service calls the payment service. */
    private static TestShop calling;

    /** Its PATCH: people move orders. */
    private static TestShop byHand;

    @BeforeAll
    static void open() {
        calling = opened("order.calls/none");
        byHand = opened("manual/manual");
    }

    @AfterAll
    static void close() {
        calling.close();
        byHand.close();
    }

    @Test
    void createsAnOrderOfItemsThatAreStrings() {
        ShopClient.Answer answer = calling.client().send("/orders", ITS_ORDER.formatted("eve"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("id").isTextual()).isTrue();
        assertThat(answer.body().path("status").asText()).isEqualTo("pending");
        assertThat(answer.body().path("customerId").asText()).isEqualTo("eve");
        assertThat(answer.body().path("items").findValuesAsText("productId")).containsExactly("tea", "cup");
    }

    @Test
    void retrievesAnOrder() {
        JsonNode placed = place(calling, "eve");

        JsonNode order = get(calling, "/orders/" + placed.path("id").asText());

        for (String field : List.of("id", "customerId", "items")) {
            assertThat(order.path(field)).isEqualTo(placed.path(field));
        }
        assertThat(order.path("status").isTextual()).isTrue();
    }

    @Test
    void listsOrdersByLimitAndOffset() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(0, place(calling, "lister").path("id").asText());
        }

        assertThat(list("limit=2&offset=0")).isEqualTo(placed.subList(0, 2));
        assertThat(list("limit=2&offset=2")).isEqualTo(placed.subList(2, 4));
        assertThat(list("limit=2&offset=4")).isEqualTo(placed.subList(4, 5));
        assertThat(list("limit=2&offset=5")).isEmpty();
    }

    @Test
    void movesAnOrderFromPendingToPaidToShippedToDelivered() throws IOException {
        try (Stranger stranger = Stranger.listening(byHand.broker(), List.of(file(byHand, "/asyncapi/order.yaml")))) {
            JsonNode placed = place(byHand, "eve");
            String id = placed.path("id").asText();
            assertThat(placed.path("status").asText()).isEqualTo("pending");
            stranger.await("order.created", id);
            byHand.awaitStatus(id, "awaiting_payment");

            for (String status : List.of("paid", "shipped", "delivered")) {
                ShopClient.Answer moved = byHand.client().patch("/orders/" + id, "{\"status\":\"" + status + "\"}");
                assertThat(moved.status()).as(moved.text()).isEqualTo(200);
                assertThat(moved.body().path("status").asText()).isEqualTo(status);
                stranger.await(
                        event -> event.getType().equals("order.updated")
                                && id.equals(event.getSubject())
                                && stranger.data(event).path("status").asText().equals(status),
                        "order.updated to " + status);
            }
        }
    }

    @Test
    void refusesToSkipAStep() throws IOException {
        String id = place(byHand, "eve").path("id").asText();
        byHand.awaitStatus(id, "awaiting_payment");

        ShopClient.Answer refused = byHand.client().patch("/orders/" + id, "{\"status\":\"delivered\"}");

        assertProblem(refused, 409, "conflict");
        assertThat(byHand.statusOf(id)).isEqualTo("awaiting_payment");
    }

    @Test
    void hasTheOrderServiceCallThePaymentService() {
        try (Stranger stranger = Stranger.listening(calling.broker(), asyncApis(calling))) {
            String id = place(calling, "eve").path("id").asText();

            stranger.await("order.created", id);
            stranger.await("payment.successful", id);
            stranger.await(
                    event -> event.getType().equals("order.updated")
                            && id.equals(event.getSubject())
                            && stranger.data(event).path("status").asText().equals("paid"),
                    "order.updated to paid");
            JsonNode payment =
                    get(calling, "/payments?orderId=" + id).path("items").path(0);
            JsonNode same = get(calling, "/payments/" + payment.path("id").asText());
            assertThat(same.path("orderId").asText()).isEqualTo(id);
            assertThat(same.path("status").asText()).isEqualTo("captured");
        }
    }

    @Test
    void tellsOfAPaymentThatFailed() {
        try (Stranger stranger = Stranger.listening(calling.broker(), asyncApis(calling))) {
            String id = calling.order("eve", "tea", 1, "tok_declined");

            assertThat(stranger.data(stranger.await("payment.failed", id))
                            .path("reason")
                            .asText())
                    .isEqualTo("card_declined");
            calling.awaitStatus(id, "failed");
        }
    }

    @Test
    void initiatesAPaymentForAnOrderOverHttp() {
        UUID order = Ids.next();

        ShopClient.Answer initiated = calling.client().send("/payments", """
                        {"orderId":"%s","customerId":"eve","amount":6.50,"currency":"USD","paymentMethod":"tok_ok"}
                        """.formatted(order));

        assertThat(initiated.status()).as(initiated.text()).isEqualTo(201);
        JsonNode payment =
                get(calling, "/payments/" + initiated.body().path("id").asText());
        assertThat(payment.path("orderId").asText()).isEqualTo(order.toString());
        assertThat(payment.path("status").asText()).isIn("pending", "captured");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"customerId\":\"eve\"}",
                "{\"items\":[\"tea\"]}",
                "{\"customerId\":7,\"items\":[\"tea\"]}",
                "{\"customerId\":\"eve\",\"items\":\"tea\"}",
                "{\"customerId\":\"eve\",\"items\":[]}"
            })
    void answersAnInvalidPayloadWithValidationError(String body) {
        assertProblem(calling.client().send("/orders", body), 400, "validation_error");
        assertProblem(calling.client().send("/payments", body), 400, "validation_error");
    }

    @ParameterizedTest
    @CsvSource({"/orders/", "/payments/"})
    void answersWhatDoesNotExistWithNotFound(String path) throws IOException {
        assertProblem(calling.client().get(path + Ids.next()), 404, "not_found");
        if (path.equals("/orders/")) {
            assertProblem(calling.client().patch(path + Ids.next(), "{\"status\":\"paid\"}"), 404, "not_found");
        }
    }

    @Test
    void describesItsOrdersServiceAsTheDocumentDoes() throws IOException {
        JsonNode api = file(calling, "/openapi/order.yaml");

        assertThat(api.path("openapi").asText()).isEqualTo("3.0.3");
        assertThat(api.at("/info/title").asText()).isEqualTo("Orders API");
        assertThat(api.at("/info/version").asText()).isEqualTo("1.0.0");
        JsonNode post = api.at("/paths/~1orders/post");
        assertThat(post.path("summary").asText()).isEqualTo("Create a new order");
        assertThat(post.at("/requestBody/required").asBoolean()).isTrue();
        assertThat(post.at("/requestBody/content/application~1json/schema/$ref").asText())
                .isEqualTo("#/components/schemas/OrderCreate");
        assertThat(post.at("/responses/201/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Order");
        assertThat(post.path("responses").has("400")).isTrue();
        JsonNode schemas = api.at("/components/schemas");
        assertThat(texts(schemas.at("/OrderCreate/required"))).containsExactly("customerId", "items");
        assertThat(texts(schemas.at("/Order/required"))).contains("id", "status", "customerId", "items");
        assertThat(texts(schemas.at("/Status/enum"))).contains("pending", "paid", "shipped", "delivered");
        assertThat(texts(schemas.at("/Problem/required"))).contains("type", "title", "status");
    }

    @Test
    void describesItsOrdersEventsAsTheDocumentDoes() throws IOException {
        JsonNode events = file(calling, "/asyncapi/order.yaml");

        assertThat(events.path("asyncapi").asText()).isEqualTo("2.6.0");
        assertThat(events.at("/info/title").asText()).isEqualTo("Orders Events");
        for (Map.Entry<String, String> said : Map.of("order.created", "OrderCreated", "order.updated", "OrderUpdated")
                .entrySet()) {
            String message = "/components/messages/" + said.getValue();
            assertThat(events.path("channels")
                            .path(said.getKey())
                            .at("/publish/message/$ref")
                            .asText())
                    .isEqualTo("#" + message);
            assertThat(events.at(message + "/contentType").asText()).isEqualTo("application/cloudevents+json");
        }
        assertThat(texts(events.at("/components/schemas/OrderCreated/properties/status/enum")))
                .containsExactly("pending");
    }

    @Test
    void hasTheDocumentsManifest() throws IOException {
        JsonNode manifest = file(calling, "/service/order.yaml");

        assertThat(manifest.path("name").asText()).isEqualTo("orders");
        assertThat(manifest.path("version").asText()).isEqualTo("1.0.0");
        assertThat(manifest.path("owner").asText()).isEqualTo("team-orders");
        assertThat(texts(manifest.at("/auth/required_scopes"))).containsExactly("orders.read", "orders.write");
        assertThat(texts(file(calling, "/service/payment.yaml").at("/auth/required_scopes")))
                .containsExactly("payments.read", "payments.write");
    }

    private static TestShop opened(String flow) {
        TestShop shop =
                TestShop.start("three-" + flow.replaceAll("[^a-z]", ""), Flows.settings(Flows.named(flow), Map.of()));
        shop.sell("tea", "2.50", 1_000);
        shop.sell("cup", "4", 1_000);
        return shop;
    }

    private static JsonNode place(TestShop shop, String customer) {
        ShopClient.Answer answer = shop.client().send("/orders", ITS_ORDER.formatted(customer));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body();
    }

    private static JsonNode get(TestShop shop, String path) {
        ShopClient.Answer answer = shop.client().get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> list(String page) {
        List<String> ids = new ArrayList<>();
        get(calling, "/orders?customerId=lister&" + page)
                .path("items")
                .forEach(order -> ids.add(order.path("id").asText()));
        return ids;
    }

    /** Its {@code Error}: type, title and status, and ours to tell them apart. */
    private static void assertProblem(ShopClient.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.body().path("type").asText()).endsWith("/" + code);
        assertThat(answer.body().path("title").asText()).isNotBlank();
        assertThat(answer.body().path("status").isInt()).isTrue();
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("code").asText()).isEqualTo(code);
    }

    private static List<JsonNode> asyncApis(TestShop shop) {
        return List.of(file(shop, "/asyncapi/order.yaml"), file(shop, "/asyncapi/payment.yaml"));
    }

    private static JsonNode file(TestShop shop, String path) {
        try {
            return YAML.readTree(shop.client().get(path).text());
        } catch (IOException unreadable) {
            throw new AssertionError(path, unreadable);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
