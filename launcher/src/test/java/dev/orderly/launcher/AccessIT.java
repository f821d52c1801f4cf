package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.orderly.contracts.Ids;
import dev.orderly.launcher.ShopClient.Answer;
import dev.orderly.service.OrderlyService;
import dev.orderly.web.Caller;
import dev.orderly.web.ManagementEdge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what: checks S01 and S14 to S20 at the door of a whole shop. */
class AccessIT {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private static TestShop shop;
    private static ShopClient ada;
    private static ShopClient bob;
    private static String order;
    private static String payment;

    /** One operation of a contract. */
    record Documented(String id, String method, String path, Set<String> scopes, Set<String> answers) {

        @Override
        public String toString() {
            return id;
        }
    }

    @BeforeAll
    static void open() {
        shop = TestShop.start("access", Map.of("clients.intake.perSecond", "1", "clients.intake.burst", "20"));
        shop.sell("tea", "2.50", 1_000);
        ada = shop.clientOf(new Caller("ada", LocalIssuer.CUSTOMER));
        bob = shop.clientOf(new Caller("bob", LocalIssuer.CUSTOMER));
        order = shop.order("bob", "tea", 2, "tok_ok");
        shop.awaitStatus(order, "completed");
        payment = bob.get("/payments?orderId=" + order).body().at("/items/0/id").asText();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    static Stream<Documented> operations() {
        return Services.ALL.stream().map(OrderlyService::contract).flatMap(AccessIT::operations);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void s15AsksForATokenAndItsScopes(Documented operation) throws IOException {
        assertThat(operation.scopes()).isNotEmpty();
        assertThat(operation.answers()).contains("401", "403");

        Answer stranger = ask(ShopClient.stranger(shop.url()), operation);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.body().path("code").asText()).isEqualTo("unauthorized");
        for (String missing : operation.scopes()) {
            Set<String> others = new HashSet<>(LocalIssuer.CLERK);
            others.remove(missing);
            Answer refused = ask(shop.clientOf(new Caller("clerk", others)), operation);
            assertThat(refused.status()).as("without " + missing).isEqualTo(403);
            assertThat(refused.body().path("detail").asText()).contains(missing);
        }
        if (!operation.scopes().contains(Caller.STAFF)) {
            Answer another = ask(shop.clientOf(new Caller("mallory", operation.scopes())), operation);
            assertThat(operation.answers()).contains("" + another.status());
            assertThat(another.text()).as("what is bob's").doesNotContain("bob");
        }
        Answer clerk = ask(shop.clientOf(new Caller("clerk", operation.scopes())), operation);
        assertThat(clerk.status()).isNotIn(401, 500);
        assertThat(operation.answers()).contains("" + clerk.status());
    }

    @Test
    void s15GivesAClerkTheScopesOfTheContractsAndNoOthers() {
        Set<String> asked =
                operations().flatMap(operation -> operation.scopes().stream()).collect(Collectors.toSet());
        asked.add(ManagementEdge.SCOPE);

        assertThat(LocalIssuer.CLERK).isEqualTo(asked);
    }

    @Test
    void s16TellsNothingOfAnothersOrder() throws IOException {
        assertThat(payment).isNotEmpty();

        assertThat(bob.get("/orders/" + order).status()).isEqualTo(200);
        assertThat(bob.get("/payments/" + payment).status()).isEqualTo(200);
        assertThat(ada.get("/orders/" + order).status()).isEqualTo(404);
        assertThat(ada.get("/orders/" + order + "/timeline").status()).isEqualTo(404);
        assertThat(ada.cancel(order).status()).isEqualTo(404);
        assertThat(ada.get("/payments/" + payment).status()).isEqualTo(404);
        assertThat(ada.get("/payments/" + payment + "/refunds/" + Ids.next()).status())
                .isEqualTo(404);
        assertThat(ada.get("/payments?orderId=" + order).body().path("items")).isEmpty();
        assertThat(ada.get("/payments").status()).isEqualTo(403);
        assertThat(shop.statusOf(order)).isEqualTo("completed");
    }

    @Test
    void s17ListsNoOrdersButOnesOwn() {
        String another = shop.order("ada", "tea", 1, "tok_ok");
        assertThat(ids(ada.get("/orders"))).contains(another).doesNotContain(order);
        assertThat(ids(bob.get("/orders?customerId=bob"))).contains(order).doesNotContain(another);
        assertThat(ids(shop.client().get("/orders"))).contains(order, another);
        assertThat(ada.get("/orders?customerId=bob").status()).isEqualTo(403);

        assertThat(shop.order("bob", "tea", 1, "tok_ok")).isNotEqualTo(order);
        String cursor = bob.get("/orders?limit=1").body().path("next").asText();
        assertThat(cursor).isNotEmpty();
        assertThat(bob.get("/orders?limit=1&after=" + cursor).status()).isEqualTo(200);
        assertThat(ada.get("/orders?limit=1&after=" + cursor).status()).isEqualTo(400);
        assertThat(bob.get("/orders?after=x" + cursor).status()).isEqualTo(400);
    }

    @Test
    void s18OrdersForOneselfOnly() {
        String body = "{\"customerId\":\"bob\",\"items\":[\"tea\"]}";

        assertThat(ada.send("/orders", body).status()).isEqualTo(403);
        assertThat(bob.send("/orders", body).status()).isEqualTo(201);
        assertThat(shop.client().send("/orders", body).status()).isEqualTo(201);
        for (String extra : List.of("status", "totalAmount", "price", "id", "paid")) {
            Answer refused = bob.send("/orders", body.replace("}", ",\"" + extra + "\":\"paid\"}"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains(extra);
        }
    }

    @Test
    void s19SellsAtThePriceOfTheCatalogOnly() {
        String cheap = "{\"customerId\":\"bob\",\"items\":[{\"productId\":\"tea\",\"quantity\":2,\"price\":0.01}]}";

        assertThat(bob.send("/orders", cheap).status()).isEqualTo(400);
        JsonNode placed =
                bob.send("/orders", cheap.replace(",\"price\":0.01", "")).body();
        assertThat(placed.path("totalAmount").decimalValue()).isEqualByComparingTo("5.00");
        assertThat(placed.at("/items/0/price").decimalValue()).isEqualByComparingTo("2.50");
    }

    @Test
    void s14MovesNoOrderByHandWithoutBeingStaff() throws IOException {
        assertThat(bob.patch("/orders/" + order, "{\"status\":\"shipped\"}").status())
                .isEqualTo(403);
        assertThat(bob.put("/stock/tea", "{\"quantity\":1}").status()).isEqualTo(403);
        assertThat(bob.delete("/products/tea").status()).isEqualTo(403);
    }

    @Test
    void s37TurnsAwayWhoAsksTooOften() {
        ShopClient hasty = shop.clientOf(new Caller("hasty", LocalIssuer.CUSTOMER));
        String body = "{\"customerId\":\"hasty\",\"items\":[\"tea\"]}";
        Answer[] answer = new Answer[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    answer[0] = hasty.send("/orders", body);
                    return answer[0].status() != 201;
                },
                () -> "it takes ever more");

        assertThat(answer[0].status()).isEqualTo(429);
        assertThat(answer[0].body().path("code").asText()).isEqualTo("too_many_requests");
        assertThat(answer[0].retryAfter()).contains("1");
        assertThat(answer[0].header("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).contains("\"intake\";r=0"));
        assertThat(answer[0].header("RateLimit-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("\"intake\";q=20"));
        assertThat(hasty.get("/orders").header("RateLimit")).isPresent();
        assertThat(hasty.get("/orders").status())
                .as("reads have room of their own")
                .isEqualTo(200);
        assertThat(bob.get("/orders").status()).isEqualTo(200);
    }

    @Test
    void s52WritesDownWhomItTurnsAwayAndNoToken() {
        ShopClient rash = shop.clientOf(new Caller("rash", LocalIssuer.CUSTOMER));
        String body = "{\"customerId\":\"rash\",\"items\":[\"tea\"]}";
        String forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyYXNoIn0.";
        try (LogLines lines = LogLines.of("dev.orderly.security")) {
            awaitLine(lines, () -> new ShopClient(shop.url(), () -> forged).get("/orders"), "401 unauthorized at");
            awaitLine(
                    lines,
                    () -> ShopClient.insist(() -> rash.delete("/products/tea")),
                    "403 forbidden at withdrawProduct");
            awaitLine(lines, () -> rash.get("/orders?customerId=bob"), "403 forbidden at listOrders");
            awaitLine(lines, () -> rash.send("/orders", body), "429 too_many_requests at");

            assertThat(lines.with("subject", "rash"))
                    .extracting(line -> line.getFormattedMessage().substring(0, 3))
                    .contains("403", "429");
            assertThat(lines.with("address", "127.0.0.1")).isNotEmpty();
            assertThat(lines.lines()).noneMatch(line -> line.contains("eyJ"));
        }
    }

    /** Lines are bounded, so that one who was turned away very often before has to ask again. */
    private static void awaitLine(LogLines lines, Supplier<Answer> asking, String beginning) {
        Answer[] answer = new Answer[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    answer[0] = asking.get();
                    return lines.messages().stream().anyMatch(line -> line.startsWith(beginning));
                },
                () -> answer[0].text() + " and no line with " + beginning + " among "
                        + lines.messages().size());
    }

    @Test
    void s20KeepsOperatorsToTheirOwnPort() {
        assertThat(shop.client().get("/metrics").status()).isEqualTo(404);
        assertThat(shop.client().get("/health/ready").status()).isEqualTo(404);
        assertThat(ShopClient.stranger(shop.operators()).get("/metrics").status())
                .isEqualTo(200);
    }

    private static List<String> ids(Answer page) {
        return page.body().path("items").findValuesAsText("id");
    }

    private static Answer ask(ShopClient client, Documented operation) throws IOException {
        return client.any(
                operation.method(),
                concrete(operation.path()),
                operation.method().equals("GET") ? "" : "{}");
    }

    /** What there is of bob's, where the path names something of a customer's. */
    private static String concrete(String path) {
        return path.replace("{productId}", "tea")
                .replace("/orders/{id}", "/orders/" + order)
                .replace("/payments/{id}", "/payments/" + payment)
                .replaceAll("\\{[a-zA-Z]+}", Ids.next().toString());
    }

    private static Stream<Documented> operations(String contract) {
        List<Documented> operations = new ArrayList<>();
        read(contract)
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> operations.add(documented(path.getKey(), entry.getKey(), entry.getValue()))));
        return operations.stream();
    }

    private static Documented documented(String path, String method, JsonNode operation) {
        Set<String> scopes = new HashSet<>();
        operation.at("/security/0/bearerAuth").forEach(scope -> scopes.add(scope.asText()));
        Set<String> answers = new HashSet<>();
        operation.path("responses").fieldNames().forEachRemaining(answers::add);
        return new Documented(
                operation.path("operationId").asText(), method.toUpperCase(Locale.ROOT), path, scopes, answers);
    }

    private static JsonNode read(String contract) {
        try (InputStream yaml = AccessIT.class.getResourceAsStream("/" + contract)) {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
